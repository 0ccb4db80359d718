import Glibc
import MartletBytes
import MartletTesting

@testable import MartletStore

/// A store in a folder of its own, and results to keep in it.
struct Fixture {
  let folder = TemporaryFolder()
  let store: LocalStore

  init() throws {
    store = try LocalStore(path: folder.path, create: true)
  }

  /// A key that means nothing.
  static func key(_ text: String) -> Digest {
    var encoder = CanonicalEncoder(domain: "martlet.test")
    encoder.append(text)
    return encoder.digest()
  }

  /// Keeps sections under a step key, and under a content key and shape if one is named.
  @discardableResult
  func keep(
    _ name: String, _ sections: [[UInt8]], content: String? = nil, overwrite: Bool = false
  ) throws -> Record {
    var record = Record()
    record.step = Self.key(name)
    record.contentKey = content.map(Self.key)
    record.shape = content.map { Self.key("shape of \($0)") }
    record.label = "analysis.\(name)"
    record.seconds = 2
    record.again = 3
    return try store.keep(record, sections: sections, overwrite: overwrite)
  }

  /// What is loaded under a key, section by section.
  func load(_ name: String) -> [[UInt8]]? {
    guard let loaded = store.load(Self.key(name)) else { return nil }
    return ([loaded.stream] + loaded.buffers).map { unsafe Array(loaded.memory.bytes[$0]) }
  }

  static func bytes(_ count: Int, seed: UInt8 = 1) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 9) &+ seed }
  }

  /// Reads a file as a backup does.
  static func read(_ path: String) {
    let file = unsafe open(path, O_RDONLY)
    var bytes = [UInt8](repeating: 0, count: 4096)
    _ = unsafe pread(file, &bytes, bytes.count, 0)
    close(file)
  }

  /// Changes a file, whatever its mode.
  static func edit(_ path: String, _ change: (inout [UInt8]) -> Void) {
    unsafe chmod(path, 0o600)
    let file = unsafe open(path, O_RDWR)
    var status = stat()
    unsafe fstat(file, &status)
    var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
    let count = unsafe pread(file, &bytes, bytes.count, 0)
    precondition(count == bytes.count)
    change(&bytes)
    ftruncate(file, 0)
    unsafe precondition(pwrite(file, bytes, bytes.count, 0) == bytes.count)
    close(file)
  }
}

extension LocalStore {
  func keep(_ record: Record, sections: [[UInt8]], overwrite: Bool) throws -> Record {
    let flat = sections.flatMap { $0 }
    return unsafe try flat.withUnsafeBytes { bytes in
      var start = 0
      let parts = unsafe sections.map { section in
        defer { start += section.count }
        return unsafe UnsafeRawBufferPointer(rebasing: bytes[start..<start + section.count])
      }
      return unsafe try keep(record, sections: parts, classes: [], overwrite: overwrite).record
    }
  }
}
