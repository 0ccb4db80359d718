import MartletBytes
import Testing

@testable import MartletStore

@Suite struct KeepAndLoad {
  @Test(arguments: [
    [0], [1], [100, 0, 7], [64 * 1024], [65_000, 64, 63], [1 << 20], [(1 << 20) + 1, 3 << 20],
  ])
  func `what is kept comes back, in aligned sections`(counts: [Int]) throws {
    let fixture = try Fixture()
    let sections = counts.enumerated().map { Fixture.bytes($1, seed: UInt8($0)) }
    try fixture.keep("a", sections)
    #expect(fixture.load("a") == sections)
    let loaded = try #require(fixture.store.load(Fixture.key("a")))
    let start = unsafe UInt(bitPattern: loaded.memory.bytes.baseAddress)
    #expect(loaded.buffers.allSatisfy { (start + UInt($0.lowerBound)) % 64 == 0 })
  }

  @Test func `a change of what was loaded never reaches the store`() throws {
    let fixture = try Fixture()
    let section = Fixture.bytes(3 << 20)
    try fixture.keep("a", [section])
    let loaded = try #require(fixture.store.load(Fixture.key("a")))
    for index in loaded.stream { unsafe loaded.memory.bytes[index] = 0 }
    #expect(fixture.load("a") == [section])
  }

  @Test func `a result is found by step and by content, and its shape is marked`() throws {
    let fixture = try Fixture()
    try fixture.keep("a", [[1, 2, 3]], content: "c")
    let found = fixture.store.find(["a", "c", "shape of c", "other"].map(Fixture.key))
    #expect(found.map { $0?.hasObject } == [true, true, true, nil])
    #expect(found[0]?.seconds == 2 && found[0]?.again == 3 && found[0]?.byteCount == 3)
    #expect(fixture.load("c") == [[1, 2, 3]])
  }

  @Test func `a note has a digest and a cost but no result`() throws {
    let fixture = try Fixture()
    var record = Record()
    record.step = Fixture.key("a")
    record.content = Fixture.key("content")
    record.again = 7
    try fixture.store.note(record)
    let found = fixture.store.find([Fixture.key("a")])[0]
    #expect(found?.hasObject == false && found?.content == Fixture.key("content"))
    #expect(fixture.load("a") == nil)
    try fixture.keep("a", [[1]])
    try fixture.store.note(record)
    #expect(fixture.load("a") == [[1]], "a note does not replace a result")
  }

  @Test(arguments: [10, 100_000]) func `an adopted result has one more step key`(count: Int) throws
  {
    let fixture = try Fixture()
    let bytes = Fixture.bytes(count)
    try fixture.keep("a", [bytes], content: "c")
    try fixture.store.adopt(Fixture.key("c"), step: Fixture.key("b"), label: "b")
    #expect(fixture.load("b") == [bytes])
    #expect(
      fixture.store.find([Fixture.key("b")])[0]?.content
        == fixture.store.find([Fixture.key("a")])[0]?.content)
  }

  @Test func `the content digest takes in bytes and classes, in any order of classes`() throws {
    let one = Fixture.key("one"), two = Fixture.key("two"), object = Fixture.key("object")
    #expect(LocalStore.content(object, [one, two]) == LocalStore.content(object, [two, one]))
    #expect(LocalStore.content(object, [one]) != LocalStore.content(object, []))
  }

  @Test func `removing a record removes all its names`() throws {
    let fixture = try Fixture()
    try fixture.keep("a", [[1]], content: "c")
    #expect(fixture.store.remove([Fixture.key("a"), Fixture.key("other")]) == 1)
    #expect(fixture.store.find(["a", "c", "shape of c"].map(Fixture.key)) == [nil, nil, nil])
  }

  @Test func `manifests and sessions come back`() throws {
    let fixture = try Fixture()
    let bytes = Array("what a function is".utf8)
    unsafe try bytes.withUnsafeBytes { unsafe try fixture.store.putManifest(Fixture.key("f"), $0) }
    #expect(
      fixture.store.manifest(Fixture.key("f")) != nil
        && fixture.store.manifest(Fixture.key("g")) == nil)
    try fixture.store.writeSession("20260102T000000-a-1", [1])
    try fixture.store.writeSession("20260103T000000-a-2", [2])
    #expect(fixture.store.sessions(limit: 1).map(\.bytes) == [[2]])
    #expect(throws: StoreError.self) { try fixture.store.writeSession("../x", []) }
  }
}
