internal import CPython
internal import MartletBytes
internal import MartletStore

/// What a Python `Store` holds.
final class StoreContent {
  let store: LocalStore

  init(_ store: LocalStore) { self.store = store }
}

/// Python's `Store`.
enum StoreObject {
  // SAFETY: written once, by the module's initialisation, and read with the GIL held.
  nonisolated(unsafe) private static var native: NativeType<StoreContent>?

  /// Makes the type and puts it into the module.
  static func add(to module: Object) throws(Raised) {
    let type = try unsafe NativeType<StoreContent>(
      "martlet._martlet.Store",
      documentation: "Store(path, *, create=True, trust='own')\n--\n\nResults in a folder.",
      methods: storeQueries + storeChanges + storeSessions + storeObservations,
      getters: getters, slots: [PyType_Slot(slot: Py_tp_init, pfunc: initializer)])
    unsafe native = type
    try module.setAttribute("Store", type.type)
  }

  /// The store of an instance.
  static func store(_ instance: UnsafeMutablePointer<PyObject>?) throws(Raised) -> LocalStore {
    guard let native = unsafe native, let instance = unsafe Object(instance) else {
      throw Misuse(.type, "not a store").raise()
    }
    return try native.content(instance).store
  }

  private static let getters: [Getter] = [
    Getter("path", "The folder.") { instance, _ in
      unsafe answering { try Owned(text: unsafe store(instance).path) }
    },
    Getter("id", "The store's own name, made with it.") { instance, _ in
      unsafe answering { try Owned(text: unsafe store(instance).id) }
    },
    Getter("is_private", "Whether only this user can write to it.") { instance, _ in
      unsafe answering { Owned(try unsafe store(instance).isPrivate) }
    },
  ]

  private static var initializer: UnsafeMutableRawPointer {
    let function:
      @convention(c) (
        UnsafeMutablePointer<PyObject>?, UnsafeMutablePointer<PyObject>?,
        UnsafeMutablePointer<PyObject>?
      ) -> Int32 = { instance, arguments, named in
        do {
          guard let instance = unsafe Object(instance), let arguments = unsafe Object(arguments)
          else { throw Misuse(.type, "Store() takes a path") }
          try StoreObject.initialize(instance, arguments, unsafe Object(named))
          return 0
        } catch {
          raise(error)
          return -1
        }
      }
    return unsafe unsafeBitCast(function, to: UnsafeMutableRawPointer.self)
  }

  private static func initialize(_ instance: Object, _ arguments: Object, _ named: Object?) throws {
    guard arguments.tupleCount == 1 else { throw Misuse(.type, "Store() takes a path") }
    let path = try arguments.tupleElement(0).text
    var create = true
    var trust = LocalStore.Trust.own
    var position = 0
    var known = 0
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
      known += 1
    }
    let (mode, whom) = (create, trust)
    let opened = try Lock.released { () throws(StoreError) in
      try LocalStore(path: path, create: mode, trust: whom)
    }
    NativeStorage.put(StoreContent(opened), instance)
  }
}
