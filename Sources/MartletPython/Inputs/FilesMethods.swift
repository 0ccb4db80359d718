internal import CPython
internal import MartletBytes
internal import MartletInputs

/// What can be asked of input files.
let filesMethods: [Method] = [
  Method("look", "look(texts, /)\n--\n\nLooks at what many texts name, all at once.") {
    unsafe FilesObject.answer("look", 1...1, $0, $1, $2, $3) { content, arguments in
      let files = content.files
      let wanted = try arguments[0].candidates()
      Lock.released { files.look(wanted) }
      return Owned(Object.none)
    }
  },
  Method(
    "paths",
    "paths(text, /)\n--\n\nThe paths that a text may name, whether anything lies there or not."
  ) {
    unsafe FilesObject.answer("paths", 1...1, $0, $1, $2, $3) { content, arguments in
      let paths = try Owned.list()
      for path in try arguments[0].candidate.map(content.files.paths(in:)) ?? [] {
        try paths.object.append(Owned(text: path))
      }
      return paths
    }
  },
  Method(
    "identity",
    """
    identity(path, by=None, /)
    --

    The identity of the files that a path names; None if it names none, or remote ones.

    Who asks means a path: any text is taken for one.
    """
  ) {
    unsafe FilesObject.answer("identity", 1...2, $0, $1, $2, $3) { content, arguments in
      let rule = try identityRule(arguments.optional(1))
      guard let text = try arguments[0].path,
        let named = try content.answer(to: text, by: rule).named
      else { return Owned(Object.none) }
      if named.object.isEmpty { return try Owned(named.identity) }
      var encoder = CanonicalEncoder(domain: "martlet.file.object.v1")
      encoder.append(named.identity)
      encoder.append(named.object)
      return try Owned(encoder.digest())
    }
  },
  Method(
    "told",
    """
    told(path, /)
    --

    (path, size, mtime_ns, ctime_ns, digest) of the file or folder under a path; None if there is none.
    """
  ) {
    unsafe FilesObject.answer("told", 1...1, $0, $1, $2, $3) { content, arguments in
      guard let text = try arguments[0].path,
        let named = try content.answer(to: text).named, named.object.isEmpty, named.files.count == 1
      else { return Owned(Object.none) }
      return try Owned(named.files[0])
    }
  },
  Method("forget", "forget()\n--\n\nLooks anew at whatever comes.") {
    unsafe FilesObject.answer("forget", 0...0, $0, $1, $2, $3) { content, _ in
      content.files.forget()
      return Owned(Object.none)
    }
  },
  Method(
    "seen", "seen()\n--\n\n(path, size, mtime_ns, ctime_ns, digest) of all that was looked at."
  ) {
    unsafe FilesObject.answer("seen", 0...0, $0, $1, $2, $3) { content, _ in
      try Owned.list(of: content.files.seen)
    }
  },
]

private func identityRule(_ object: Object?) throws(Raised) -> IdentityRule {
  guard let object, object != .none else { return .usual }
  switch try object.text {
  case "content": return .content
  case "uuid": return .uuid
  case "stat": return .times
  case let other:
    throw Misuse(.value, "by is '\(other)'; it can be 'content', 'uuid' or 'stat'").raise()
  }
}

extension Object {
  /// A text as a path; nothing for a text that can be none.
  fileprivate var path: String? {
    get throws(Raised) {
      guard type == BuiltinTypes().text else { throw Misuse(.type, "a path is a str").raise() }
      guard let text = unsafe withUTF8({ unsafe String(decoding: $0, as: UTF8.self) }) else {
        throw Exceptions.raiseUnidentified("a file's name is not UTF-8")
      }
      return text.isEmpty || text.utf8.contains(0) ? nil : text
    }
  }

  /// The texts among the elements that may name files, each once.
  func candidates() throws(Raised) -> [String] {
    let elements = try self.elements()
    var texts: Set<String> = []
    for index in 0..<elements.object.tupleCount {
      let element = try elements.object.tupleElement(index)
      if let text = element.candidate { texts.insert(text) }
    }
    return Array(texts)
  }

  /// A text that may name files; nothing for any other object.
  var candidate: String? {
    guard type == BuiltinTypes().text else { return nil }
    return unsafe withUTF8 { bytes in
      unsafe PathText.isCandidate(bytes) ? String(decoding: bytes, as: UTF8.self) : nil
    } ?? nil
  }
}

extension Owned {
  /// A list of files as Python sees them.
  static func list(of files: [SeenFile]) throws(Raised) -> Owned {
    let list = try Owned.list()
    for file in files { try list.object.append(Owned(file)) }
    return list
  }

  /// A file as Python sees it.
  init(_ file: SeenFile) throws(Raised) {
    var tuple = try TupleBuilder(count: 5)
    try tuple.append(Owned(text: file.path))
    try tuple.append(Owned(file.stamp.byteCount))
    // No folder's time is ever this one, so that whoever compares looks into it.
    try tuple.append(Owned(file.isFolder ? -1 : file.stamp.modified))
    try tuple.append(Owned(file.stamp.changed))
    try tuple.append(Owned(file.identity))
    self = tuple.finish()
  }
}
