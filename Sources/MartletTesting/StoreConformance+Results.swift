import MartletBytes
import MartletStore

/// Results and keys that mean nothing, for the rules.
enum Sample {
  static func key(_ text: String) -> Digest {
    var encoder = CanonicalEncoder(domain: "martlet.test.v1")
    encoder.append(text)
    return encoder.digest()
  }

  /// A record under a step key, and under a content key and shape if one is named.
  static func record(_ name: String, content: String? = nil) -> Record {
    var record = Record()
    record.step = key(name)
    record.contentKey = content.map(key)
    record.shape = content.map { key("shape of \($0)") }
    record.label = "analysis.\(name)"
    record.seconds = 2
    record.again = 3
    return record
  }

  static func bytes(_ count: Int, seed: UInt8 = 1) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 9) &+ seed }
  }
}

extension Store {
  @discardableResult
  func keep(
    _ record: Record, _ sections: [[UInt8]], classes: [Digest] = []
  ) async throws -> Record {
    let flat = UnsafeMutableRawBufferPointer.allocate(
      byteCount: sections.reduce(1) { $0 + $1.count }, alignment: 16)
    defer { unsafe flat.deallocate() }
    var start = 0
    let parts = unsafe sections.map { section in
      let part = unsafe UnsafeMutableRawBufferPointer(
        rebasing: flat[start..<(start + section.count)])
      unsafe part.copyBytes(from: section)
      start += section.count
      return UnsafeRawBufferPointer(part)
    }
    let result = unsafe ResultToKeep(record, sections: parts, classes: classes)
    return try await unsafe keep([result])[0]
  }

  /// What is loaded under a key, section by section.
  func sections(_ key: Digest) async throws -> [[UInt8]]? {
    guard let loaded = try await load([key])[0] else { return nil }
    return ([loaded.stream] + loaded.buffers).map { unsafe Array(loaded.memory.bytes[$0]) }
  }

  func find(_ key: Digest) async throws -> Found? { try await find([key])[0] }
}
