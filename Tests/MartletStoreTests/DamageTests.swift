import Glibc
import MartletBytes
import MartletTesting
import Testing

@testable import MartletStore

@Suite struct Damage {
  @Test(arguments: [100, 300_000], 0..<40)
  func `no flipped bit gives a wrong result`(count: Int, seed: Int) throws {
    let fixture = try Fixture()
    let bytes = Fixture.bytes(count)
    try fixture.keep("a", [bytes, [1, 2, 3]], content: "c")
    var generator = Seeded(state: UInt64(seed) &* 977 &+ UInt64(count))
    for path in fixture.folder.files() {
      Fixture.edit(path) {
        $0[Int.random(in: 0..<$0.count, using: &generator)] ^=
          1 << UInt8.random(in: 0..<8, using: &generator)
      }
    }
    let reopened = try LocalStore(path: fixture.folder.path, create: true)
    for name in ["a", "c"] {
      if let loaded = reopened.load(Fixture.key(name)) {
        unsafe #expect(Array(loaded.memory.bytes[loaded.stream]) == bytes)
      }
    }
  }

  @Test(arguments: [100, 300_000], [0.0, 0.01, 0.3, 0.5, 0.9, 0.999999])
  func `a truncated entry is a miss and is made anew`(count: Int, part: Double) throws {
    let fixture = try Fixture()
    try fixture.keep("a", [Fixture.bytes(count)])
    for path in fixture.folder.files() where !path.hasSuffix("json") {
      Fixture.edit(path) { $0.removeLast(max(1, $0.count - Int(Double($0.count) * part))) }
    }
    #expect(fixture.load("a") == nil)
    try fixture.keep("a", [Fixture.bytes(count)])
    #expect(fixture.load("a") == [Fixture.bytes(count)])
  }

  @Test(arguments: [100, 300_000]) func `swapped entries are misses`(count: Int) throws {
    let fixture = try Fixture()
    for name in ["a", "b"] {
      try fixture.keep(name, [Fixture.bytes(count, seed: name.utf8.first!)])
    }
    let paths = fixture.folder.files().filter {
      $0.contains(count > 65_536 ? "/objects/" : "/records/")
    }
    #expect(paths.count == 2)
    unsafe rename(paths[0], paths[0] + ".aside")
    unsafe rename(paths[1], paths[0])
    unsafe rename(paths[0] + ".aside", paths[1])
    #expect(fixture.load("a") == nil && fixture.load("b") == nil)
  }

  @Test(arguments: [Record.Place.inline, .object], [1 << 45, Int.max])
  func `a record of a size that no result has is a miss`(
    place: Record.Place, byteCount: Int
  ) throws {
    let fixture = try Fixture()
    try fixture.keep("a", [[1]])
    var record = try #require(fixture.store.record(under: Fixture.key("a")))
    record.place = place
    record.payloadByteCount = byteCount
    let line = RecordLine.encode(record)
    let bytes = unsafe Array(line.storage)
    Fixture.edit("\(fixture.folder.path)/\(FilePath.record(Fixture.key("a")))") { $0 = bytes }
    #expect(fixture.store.entries().isEmpty && fixture.store.stats().recordCount == 0)
    #expect(fixture.load("a") == nil)
  }

  @Test func `junk, zeros, foreign and oversized files are misses`() throws {
    let fixture = try Fixture()
    try fixture.keep("a", [Fixture.bytes(100)])
    let path = try #require(fixture.folder.files().first { $0.contains("/records/") })
    for junk in [
      [], [0x0A], [UInt8](repeating: 0, count: 5_000), Array("{\"martlet\":1}\n".utf8),
      Fixture.bytes(100_000),
    ] {
      try fixture.keep("a", [Fixture.bytes(100)])
      Fixture.edit(path) { $0 = junk }
      #expect(fixture.load("a") == nil && fixture.store.find([Fixture.key("a")]) == [nil])
    }
  }

  @Test(arguments: ["{\"version\":2}\n", "{\n  \"version\": 2,\n  \"id\": \"ab\"\n}\n"])
  func `a newer store says so and stops`(marker: String) throws {
    let fixture = try Fixture()
    Fixture.edit(fixture.folder.path + "/martlet-store.json") { $0 = Array(marker.utf8) }
    let error = #expect(throws: StoreError.self) {
      try LocalStore(path: fixture.folder.path, create: true)
    }
    #expect(error?.code == .newerFormat && error?.message.contains("format 2") == true)
  }

  @Test func `a file where the folder should be is no store`() throws {
    let folder = TemporaryFolder()
    let path = folder.path + "/store"
    unsafe close(creat(path, 0o600))
    let error = #expect(throws: StoreError.self) { try LocalStore(path: path, create: true) }
    #expect(error?.code == .notAStore)
  }

  @Test func `a store that others can write to is refused unless they are trusted`() throws {
    let fixture = try Fixture()
    unsafe chmod(fixture.folder.path, 0o777)
    let error = #expect(throws: StoreError.self) {
      try LocalStore(path: fixture.folder.path, create: true)
    }
    #expect(error?.code == .notTrusted)
    #expect(try LocalStore(path: fixture.folder.path, create: true, trust: .all).isPrivate == false)
  }

  @Test(.enabled(if: geteuid() == 0, "only root can give a folder away"))
  func `a store of another user's is refused unless they are trusted`() throws {
    let fixture = try Fixture()
    unsafe chown(fixture.folder.path, 4321, gid_t.max)
    let error = #expect(throws: StoreError.self) {
      try LocalStore(path: fixture.folder.path, create: false)
    }
    #expect(error?.code == .notTrusted && error?.message.contains("another user (4321)") == true)
    let trusting = try LocalStore(path: fixture.folder.path, create: false, trust: .all)
    #expect(!trusting.isPrivate)
  }

  @Test func `an empty folder that others could write to is made private`() throws {
    let folder = TemporaryFolder()
    unsafe chmod(folder.path, 0o1777)
    #expect(try LocalStore(path: folder.path, create: true).isPrivate)
  }

  @Test func `a store that is removed meanwhile fails with an error and loads nothing`() throws {
    let fixture = try Fixture()
    try fixture.keep("a", [[1]])
    for path in fixture.folder.files() { unsafe unlink(path) }
    for name in ["incoming", "objects", "sessions"] {
      unsafe rmdir("\(fixture.folder.path)/\(name)")
    }
    #expect(fixture.load("a") == nil)
    let error = #expect(throws: StoreError.self) { try fixture.keep("b", [[1]]) }
    #expect(error?.code == .gone)
  }
}

/// A generator whose numbers are the same in every run (SplitMix64).
struct Seeded: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return z ^ z >> 31
  }
}
