import Glibc
import MartletBytes
import MartletTesting
import Testing

@testable import MartletStore

@Suite struct CollectionTests {
  /// Makes all that is in the store look as if it had not been used for days.
  func age(_ fixture: Fixture, days: Int, only part: String = "/") {
    for path in fixture.folder.files() where path.contains(part) {
      var times = [timespec](
        repeating: timespec(tv_sec: time(nil) - days * 86_400, tv_nsec: 0), count: 2)
      unsafe utimensat(AT_FDCWD, path, &times, 0)
    }
  }

  @Test func `what was used within a day stays`() throws {
    let fixture = try Fixture()
    try fixture.keep("a", [Fixture.bytes(100_000)])
    #expect(fixture.store.collect(maxByteCount: 0).recordCount == 0)
    #expect(fixture.load("a") != nil)
  }

  @Test func `what saves least per byte goes first, with its object`() throws {
    let fixture = try Fixture()
    try fixture.keep("small", [Fixture.bytes(100)])
    try fixture.keep("large", [Fixture.bytes(300_000)], content: "c")
    age(fixture, days: 3)
    #expect(fixture.store.collect(maxByteCount: 10_000, dryRun: true).recordCount == 1)
    #expect(fixture.load("large") != nil)
    age(fixture, days: 3)
    let collected = fixture.store.collect(maxByteCount: 10_000)
    #expect(collected.recordCount == 1 && collected.byteCount > 300_000)
    #expect(fixture.load("small") != nil && fixture.load("large") == nil)
    #expect(fixture.store.stats().objectCount == 0)
  }

  @Test func `an object that another record needs stays`() throws {
    let fixture = try Fixture()
    try fixture.keep("old", [Fixture.bytes(300_000)])
    age(fixture, days: 40)
    try fixture.keep("new", [Fixture.bytes(300_000)])
    #expect(fixture.store.collect(maxByteCount: 0).recordCount == 1)
    #expect(fixture.load("old") == nil && fixture.load("new") != nil)
  }

  @Test func `what is older than asked goes though there is room`() throws {
    let fixture = try Fixture()
    try fixture.keep("a", [[1]])
    age(fixture, days: 40)
    #expect(fixture.store.collect(maxByteCount: .max, olderThan: 30 * 86_400).recordCount == 1)
  }

  @Test func `left-over files of dead writers go, a living session's heartbeat stays`() throws {
    let fixture = try Fixture()
    try fixture.store.touchSession("living")
    unsafe close(creat(fixture.folder.path + "/incoming/1-2-3", 0o600))
    age(fixture, days: 2, only: "1-2-3")
    _ = fixture.store.collect(maxByteCount: .max)
    #expect(fixture.folder.files("incoming").map { $0.hasSuffix("living.session") } == [true])
  }

  @Test func `verify names and removes what is damaged, though its checksums were made to match`()
    throws
  {
    let fixture = try Fixture()
    try fixture.keep("a", [Fixture.bytes(100)])
    try fixture.keep("b", [Fixture.bytes(100)])
    #expect(fixture.store.verify().isEmpty)
    let path = fixture.folder.path + "/" + FilePath.record(Fixture.key("a"))
    Fixture.edit(path) { $0[$0.count - 1] ^= 1 }
    #expect(fixture.store.verify() == [Fixture.key("a")])
    #expect(fixture.load("b") != nil)
  }
}
