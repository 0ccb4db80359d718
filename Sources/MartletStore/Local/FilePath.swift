package import MartletBytes

/// Where an entry lies: `records/ab/abcdef...`.
package enum FilePath {
  /// The path of a record under one of its keys.
  package static func record(_ key: Digest) -> String { path("records", key) }

  /// The path of an object.
  package static func object(_ digest: Digest) -> String { path("objects", digest) }

  private static func path(_ folder: String, _ digest: Digest) -> String {
    let name = digest.hex
    return "\(folder)/\(name.prefix(2))/\(name)"
  }
}

/// The path of an entry, in a buffer that is written over for every key: no text is made.
@safe struct EntryPath: ~Copyable {
  private let start: UnsafeMutablePointer<CChar>
  /// `records/` and `objects/` are equally long.
  private static let rootLength = 8
  private static let nameOffset = rootLength + 3

  private init(_ root: StaticString) {
    precondition(root.utf8CodeUnitCount == Self.rootLength)
    unsafe start = .allocate(capacity: 80)
    unsafe start.initialize(repeating: 0, count: 80)
    for index in 0..<Self.rootLength {
      unsafe start[index] = CChar(bitPattern: root.utf8Start[index])
    }
  }

  static func record() -> EntryPath { EntryPath("records/") }
  static func object() -> EntryPath { EntryPath("objects/") }

  deinit { unsafe start.deallocate() }

  /// The path of the entry under a digest; valid until the next call.
  mutating func path(_ digest: Digest) -> UnsafePointer<CChar> {
    let name = unsafe start + Self.nameOffset
    unsafe digest.writeHex(to: UnsafeMutableRawBufferPointer(start: name, count: 64))
    unsafe start[Self.rootLength] = name[0]
    unsafe start[Self.rootLength + 1] = name[1]
    unsafe start[Self.rootLength + 2] = CChar(bitPattern: UInt8(ascii: "/"))
    return unsafe UnsafePointer(start)
  }

  /// The path of the folder in which the entry under a digest lies; valid until the next call.
  mutating func folder(_ digest: Digest) -> UnsafePointer<CChar> {
    let path = unsafe path(digest)
    unsafe start[Self.rootLength + 2] = 0
    return unsafe path
  }

  /// The name of the entry under a digest in its folder; valid until the next call.
  mutating func name(_ digest: Digest) -> UnsafePointer<CChar> {
    unsafe path(digest) + Self.nameOffset
  }
}
