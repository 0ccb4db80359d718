internal import CPython
internal import MartletBytes
internal import MartletStore

/// Python's `Store`.
enum StoreObject: MethodOwner {
  // SAFETY: written once, by the module's initialisation, and read with the GIL held.
  nonisolated(unsafe) private static var native: NativeType<LocalStore>?

  /// Makes the type and puts it into the module.
  static func add(to module: Object) throws(Raised) {
    let type = try NativeType<LocalStore>(
      "martlet._martlet.Store",
      documentation: "Store(path, *, create=True, trust='own')\n--\n\nResults in a folder.",
      methods: storeQueries + storeChanges + storeSessions + storeObservations,
      getters: getters, initializer: { unsafe initializing($0, $1, $2, StoreObject.initialize) })
    unsafe native = type
    try module.setAttribute("Store", type.type)
  }

  static func content(_ instance: UnsafeMutablePointer<PyObject>?) throws(Raised) -> LocalStore {
    guard let native = unsafe native, let instance = unsafe Object(instance) else {
      throw Misuse(.type, "not a store").raise()
    }
    return try native.content(instance)
  }

  private static let getters: [Getter] = [
    Getter("path", "The folder.") { instance, _ in
      unsafe answering { try Owned(text: unsafe content(instance).path) }
    },
    Getter("id", "The store's own name, made with it.") { instance, _ in
      unsafe answering { try Owned(text: unsafe content(instance).id) }
    },
    Getter("is_private", "Whether only this user can write to it.") { instance, _ in
      unsafe answering { Owned(try unsafe content(instance).isPrivate) }
    },
  ]

  private static func initialize(_ instance: Object, _ arguments: Object, _ named: Object?) throws {
    guard arguments.tupleCount == 1 else { throw Misuse(.type, "Store() takes a path") }
    let path = try arguments.tupleElement(0).text
    var create = true
    var trust = LocalStore.Trust.own
    var position = 0
    while let (key, value) = named?.nextEntry(&position) {
      switch try key.text {
      case "create": create = try value.isTrue
      case "trust":
        guard let word = LocalStore.Trust(rawValue: try value.text) else {
          throw Misuse(.value, "trust is '\(try value.text)'; it can be 'own' or 'all'")
        }
        trust = word
      case let name: throw Misuse(.type, "Store() got an unexpected keyword argument '\(name)'")
      }
    }
    let (mode, whom) = (create, trust)
    let opened = try Lock.released { () throws(StoreError) in
      try LocalStore(path: path, create: mode, trust: whom)
    }
    NativeStorage.put(opened, instance)
  }
}
