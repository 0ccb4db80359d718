internal import CPython
internal import MartletInputs

/// What a Python `Files` holds.
final class FilesContent {
  let files: InputFiles
  /// Whether remote files have an identity: their name.
  let remotesCount: Bool
  /// Whether texts count as well as the files that they name: on workers, which encode results.
  let namesCount: Bool
  let uses = FileUses()

  init(_ files: InputFiles, remotesCount: Bool, namesCount: Bool) {
    self.files = files
    self.namesCount = namesCount
    self.remotesCount = remotesCount
  }

  /// What a text names; others go on while the disk is asked.
  func answer(to text: String, by rule: IdentityRule = .usual) throws(EncodingFailure)
    -> InputAnswer
  {
    let known = rule == .usual ? files.known(text) : nil
    let answer = known ?? Lock.released { [files] in files.answer(to: text, by: rule) }
    switch answer {
    case .file(let file, _): uses.add(file)
    case .files(_, _, let files): uses.add(files)
    case .unidentified(let reason): throw .unidentified(reason)
    case .remote(let name) where !remotesCount:
      throw .unidentified("`\(name)` is remote, and `martlet.inputs.remote` is `never`")
    default: break
    }
    return answer
  }
}

/// Python's `Files`.
enum FilesObject: MethodOwner {
  // SAFETY: written once, by the module's initialisation, and read with the GIL held.
  nonisolated(unsafe) private static var native: NativeType<FilesContent>?

  /// Makes the type and puts it into the module.
  static func add(to module: Object) throws(Raised) {
    let type = try NativeType<FilesContent>(
      "martlet._martlet.Files",
      documentation:
        "Files(memo=None, remote='name', fresh=False)\n--\n\nIdentities of the files that texts name.",
      methods: filesMethods + elsewhereMethods, getters: getters,
      initializer: { unsafe initializing($0, $1, $2, FilesObject.initialize) })
    unsafe native = type
    try module.setAttribute("Files", type.type)
  }

  static func content(_ instance: UnsafeMutablePointer<PyObject>?) throws(Raised) -> FilesContent {
    guard let native = unsafe native, let instance = unsafe Object(instance) else {
      throw Misuse(.type, "not files").raise()
    }
    return try native.content(instance)
  }

  /// The `files` of whoever identifies; nothing if it has none.
  static func content(ofIdentify identify: Object) throws(Raised) -> FilesContent? {
    guard let native = unsafe native else { return nil }
    guard let files = try identify.attributeIfAny("files") else { return nil }
    return try native.content(files.object)
  }

  private static let getters: [Getter] = [
    Getter("remote_count", "How many remote files were named since the last `forget`.") {
      instance, _ in
      unsafe answering { try Owned(unsafe content(instance).files.remoteCount) }
    },
    Getter("reading", "Bytes of long files that were read, and that were to be read.") {
      instance, _ in
      unsafe answering {
        let progress = try unsafe content(instance).files.progress
        var tuple = try TupleBuilder(count: 2)
        try tuple.append(Owned(progress.readByteCount))
        try tuple.append(Owned(progress.byteCount))
        return tuple.finish()
      }
    },
  ]

  private static func initialize(_ instance: Object, _ arguments: Object, _ named: Object?) throws {
    guard arguments.tupleCount <= 3 else {
      throw Misuse(.type, "Files() takes at most 3 arguments")
    }
    var memo = arguments.tupleCount > 0 ? try arguments.tupleElement(0) : Object.none
    var remote = arguments.tupleCount > 1 ? try arguments.tupleElement(1).text : "name"
    var isFresh = arguments.tupleCount > 2 ? try arguments.tupleElement(2).isTrue : false
    var position = 0
    while let (key, value) = named?.nextEntry(&position) {
      switch try key.text {
      case "memo": memo = value
      case "remote": remote = try value.text
      case "fresh": isFresh = try value.isTrue
      case let name: throw Misuse(.type, "Files() got an unexpected keyword argument '\(name)'")
      }
    }
    guard remote == "name" || remote == "never" else {
      throw Misuse(.value, "remote is '\(remote)'; it can be 'name' or 'never'")
    }
    let files = InputFiles(memo: memo == .none ? nil : try memo.text, isFresh: isFresh)
    let content = FilesContent(files, remotesCount: remote == "name", namesCount: isFresh)
    NativeStorage.put(content, instance)
  }
}
