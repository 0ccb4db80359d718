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

/// The path of a record, in a buffer that is written over for every key: no text is made.
@safe struct RecordPath: ~Copyable {
  private let start: UnsafeMutablePointer<CChar>
  private static let prefix: StaticString = "records/ab/"

  init() {
    unsafe start = .allocate(capacity: 80)
    unsafe start.initialize(repeating: 0, count: 80)
    for index in 0..<Self.prefix.utf8CodeUnitCount {
      unsafe start[index] = CChar(bitPattern: Self.prefix.utf8Start[index])
    }
  }

  deinit { unsafe start.deallocate() }

  /// Calls `body` with the path of a key's record.
  mutating func with<Result>(_ key: Digest, _ body: (UnsafePointer<CChar>) -> Result) -> Result {
    let length = Self.prefix.utf8CodeUnitCount
    unsafe key.withUnsafeBytes { bytes in
      for index in 0..<Digest.byteCount {
        let byte = unsafe bytes[index]
        unsafe start[length + 2 * index] = Self.digit(byte >> 4)
        unsafe start[length + 2 * index + 1] = Self.digit(byte & 15)
      }
    }
    unsafe start[length - 3] = start[length]
    unsafe start[length - 2] = start[length + 1]
    return unsafe body(start)
  }

  private static func digit(_ value: UInt8) -> CChar {
    CChar(bitPattern: value < 10 ? 48 + value : 87 + value)
  }
}
