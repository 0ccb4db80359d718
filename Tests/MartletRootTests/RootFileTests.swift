import MartletBytes
import Testing

@testable import MartletRoot

@Suite struct RootFiles {
  static let names = ["small.root", "updated.root", "ntuple.root", "empty.root"]

  @Test func `a file's UUID is the one that its writer chose`() throws {
    let file = try RootFile(Fixture.bytes("small.root"))
    let hex = file.uuid.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    #expect(hex == "6ba7b8109dad11d180b400c04fd430c8")
  }

  // uproot.update and TFile's UPDATE keep the UUID.
  @Test func `an update keeps the UUID and changes the records' digest`() throws {
    let before = try RootFile(Fixture.bytes("small.root"))
    let after = try RootFile(Fixture.bytes("updated.root"))
    #expect(before.uuid == after.uuid)
    #expect(try before.recordsDigest() != after.recordsDigest())
  }

  @Test(arguments: names) func `a copy has the same digest`(name: String) throws {
    let bytes = try Fixture.bytes(name)
    #expect(try RootFile(bytes).recordsDigest() == RootFile(bytes + []).recordsDigest())
  }

  @Test(arguments: names) func `a file that ends early is refused`(
    name: String
  ) throws {
    let bytes = try Fixture.bytes(name)
    for count in 0..<bytes.count {
      #expect(throws: RootError.self) { try RootFile(Array(bytes[..<count])).recordsDigest() }
    }
  }

  @Test(arguments: names) func `a flipped bit never traps`(name: String) throws {
    var bytes = try Fixture.bytes(name)
    for index in bytes.indices {
      for mask in [1, 0x80, 0xFF] as [UInt8] {
        bytes[index] ^= mask
        _ = try? RootFile(bytes).recordsDigest()
        bytes[index] ^= mask
      }
    }
  }

  @Test func `a flipped bit in a tree's record changes the digest`() throws {
    var bytes = try Fixture.bytes("small.root")
    let whole = try RootFile(bytes).recordsDigest()
    // The record's head names its class, before the key list does; its object comes behind.
    let name = Array("TTree".utf8)
    let place = bytes.indices.first { bytes[$0...].starts(with: name) }
    bytes[try #require(place) + 80] ^= 1
    #expect(try RootFile(bytes).recordsDigest() != whole)
  }

  @Test func `what does not begin with root is no ROOT file`() {
    let error = #expect(throws: RootError.self) { try RootFile(Array("PK\u{3}\u{4}".utf8)) }
    #expect(error?.code == .notRoot)
  }

  @Test func `a directory that holds itself is too large`() throws {
    let error = #expect(throws: RootError.self) {
      try RootFile(Sketch(isLarge: false, holdsItself: true).bytes).recordsDigest()
    }
    #expect(error?.code == .tooLarge)
  }

  // ROOT: versions of files from 1000000 on, and of directories and keys above 1000, have 64-bit places.
  @Test(arguments: [false, true]) func `places have 32 or 64 bits`(isLarge: Bool) throws {
    let sketch = Sketch(isLarge: isLarge, holdsItself: false)
    let first = try RootFile(sketch.bytes).recordsDigest()
    var bytes = sketch.bytes
    bytes[sketch.record] ^= 1
    #expect(try RootFile(bytes).recordsDigest() != first)
    #expect(try RootFile(bytes).uuid == [UInt8](1...16))
  }

  @Test(arguments: [Int.max, Int.max - 1, Int.max >> 1, 1 << 40, -1])
  func `a key list at no place of the file is an error`(place: Int) {
    var bytes = Sketch(isLarge: true, holdsItself: false).bytes
    let last = 160 + 2 + 8 + 8 + 16  // of the directory's record: see `Directory`
    for index in 0..<8 {
      bytes[last + index] = UInt8(truncatingIfNeeded: place >> (56 - 8 * index))
    }
    #expect(throws: RootError.self) { try RootFile(bytes).recordsDigest() }
  }
}
