import Glibc
import Testing

@testable import MartletRoot

/// A file beside the tests, made by `Fixtures/make.py`.
enum Fixture {
  static func bytes(_ name: String) throws -> [UInt8] {
    let folder = #filePath.split(separator: "/").dropLast().joined(separator: "/")
    let file = unsafe open("/\(folder)/Fixtures/\(name)", O_RDONLY)
    try #require(file >= 0)
    defer { close(file) }
    var bytes = [UInt8](repeating: 0, count: 1 << 20)
    let count = unsafe bytes.withUnsafeMutableBytes { unsafe read(file, $0.baseAddress, $0.count) }
    return Array(bytes[..<max(count, 0)])
  }
}

extension RootFile {
  /// A file whose bytes are at hand; reading beyond them is a bug of ours.
  init(_ bytes: [UInt8]) throws {
    try self.init(byteCount: bytes.count) { offset, count in
      precondition(offset >= 0 && count >= 0 && offset + count <= bytes.count)
      return Array(bytes[offset..<offset + count])
    }
  }
}
