import Glibc
import MartletBytes
import MartletTesting
import Testing

@testable import MartletStore

/// Damage at every place: what comes back is the result or nothing.
@Suite struct EveryBit {
  static let sections = [Fixture.bytes(37), [], Fixture.bytes(70, seed: 9)]

  /// A kept result, its file's path and bytes.
  private func kept(_ part: String, _ sections: [[UInt8]]) throws -> (Fixture, String, [UInt8]) {
    let fixture = try Fixture()
    try fixture.keep("a", sections)
    let path = try #require(fixture.folder.files().first { $0.contains("/\(part)/") })
    var bytes: [UInt8] = []
    Fixture.edit(path) { bytes = $0 }
    return (fixture, path, bytes)
  }

  private func write(_ bytes: [UInt8], to path: String) {
    unsafe unlink(path)
    let file = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    unsafe precondition(Glibc.write(file, bytes, bytes.count) == bytes.count)
    close(file)
  }

  @Test func `a record that ends at any byte is a miss`() throws {
    let (fixture, path, bytes) = try kept("records", Self.sections)
    for count in bytes.indices {
      write(Array(bytes[..<count]), to: path)
      #expect(fixture.load("a") == nil, "\(count) of \(bytes.count) bytes")
    }
    write(bytes, to: path)
    #expect(fixture.load("a") == Self.sections)
  }

  @Test func `a record with bytes after its end is a miss`() throws {
    let (fixture, path, bytes) = try kept("records", Self.sections)
    write(bytes + [0], to: path)
    #expect(fixture.load("a") == nil)
  }

  @Test func `a record with any one bit flipped is a miss or gives the same result`() throws {
    let (fixture, path, bytes) = try kept("records", Self.sections)
    var missCount = 0
    for bit in 0..<(8 * bytes.count) {
      var flipped = bytes
      flipped[bit / 8] ^= 1 << UInt8(bit % 8)
      write(flipped, to: path)
      _ = fixture.store.find([Fixture.key("a")])
      let loaded = fixture.load("a")
      #expect(loaded == nil || loaded == Self.sections, "bit \(bit)")
      missCount += loaded == nil ? 1 : 0
    }
    // Only the zeros that align the sections say nothing.
    let paddingCount = 8 * (ObjectLayout.alignment * 3)
    #expect(missCount > 8 * bytes.count - paddingCount)
  }

  @Test func `an object that ends at any byte of its header or around a section is a miss`() throws
  {
    let sections = [Fixture.bytes(70_000), Fixture.bytes(100)]
    let (fixture, path, bytes) = try kept("objects", sections)
    let header = try #require(unsafe bytes.withUnsafeBytes { unsafe ObjectHeader($0.bytes) })
    let edges = header.layout.sections.flatMap { [$0.lowerBound, $0.upperBound] }
    let counts = Array(0...header.layout.headerByteCount) + edges.flatMap { [$0 - 1, $0, $0 + 1] }
    for count in Set(counts).sorted() where count < bytes.count {
      write(Array(bytes[..<count]), to: path)
      #expect(fixture.store.find([Fixture.key("a")]) == [nil], "\(count) of \(bytes.count) bytes")
      #expect(fixture.load("a") == nil, "\(count) of \(bytes.count) bytes")
      try fixture.keep("a", sections)  // a miss has removed the record
    }
    #expect(fixture.load("a") == sections)
  }

  @Test func `no beginning of an object is taken for a whole one`() throws {
    let (_, _, bytes) = try kept("objects", [Fixture.bytes(70_000), Fixture.bytes(100)])
    let wholeCount = bytes.indices.count { count in
      let start = unsafe bytes.span.bytes.extracting(first: count)
      return ObjectHeader(start) != nil
    }
    #expect(wholeCount == 0)
  }

  @Test(arguments: [true, false])
  func `an object with any bit of its header flipped is a miss`(isPrivate: Bool) throws {
    let sections = [Fixture.bytes(70_000), Fixture.bytes(100)]
    let (fixture, _, bytes) = try kept("objects", sections)
    let record = try #require(fixture.store.record(under: Fixture.key("a")))
    let headerByteCount = ObjectLayout(byteCounts: sections.map(\.count)).headerByteCount
    for bit in 0..<(8 * headerByteCount) {
      var flipped = bytes
      flipped[bit / 8] ^= 1 << UInt8(bit % 8)
      let header = unsafe ObjectHeader(flipped.span.bytes)
      let isTaken = unsafe flipped.withUnsafeBytes { bytes in
        guard let header, header.digest == record.object else { return false }
        return unsafe isPrivate ? header.matchesChecksums(bytes) : header.matchesDigest(bytes)
      }
      #expect(!isTaken, "bit \(bit)")
    }
  }

  @Test func `a header that claims more than there is makes nothing`() {
    // Section counts and sizes that would overflow or fill the memory.
    for (count, size) in [
      (UInt32.max, UInt64(1)), (1 << 20, 1), (1, .max), (2, 1 << 63), (2, UInt64(Int.max) / 2 + 1),
      (0, 0), (1, 1 << 40),
    ] as [(UInt32, UInt64)] {
      var bytes = GrowingBytes()
      bytes.append(ObjectLayout.magic)
      bytes.append(integer: UInt32(0))
      bytes.append(integer: count)
      for _ in 0..<64 {
        bytes.append(integer: UInt64(64))
        bytes.append(integer: size)
      }
      let isTaken = unsafe ObjectHeader(bytes.storage.bytes) != nil
      #expect(!isTaken, "\(count) sections of \(size) bytes")
    }
  }
}
