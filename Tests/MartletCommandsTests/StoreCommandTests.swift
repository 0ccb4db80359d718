import ArgumentParser
import Glibc
import MartletBytes
import MartletStore
import MartletTesting
import Testing

@testable import MartletCommands

@Suite struct StoreCommandTests {
  let folder = TemporaryFolder()
  let store: LocalStore

  init() throws {
    store = try LocalStore(path: folder.path, create: true)
    for (name, digit) in [("select", "a"), ("plot", "b")] {
      var record = Record()
      record.step = Digest(hex: String(repeating: digit, count: 64))
      record.label = "analysis.\(name)"
      record.seconds = 90
      try store.note(record)
    }
  }

  @Test func `records are listed with their step`() {
    let text = StoreList.listing(store.entries()).text(.table)
    #expect(
      text.contains("analysis.select") && text.contains("aaaaaaaaaaaaaaaa") && text.contains("90 s")
    )
  }

  @Test func `output that can't be written whole is a failure`() throws {
    let full = unsafe open("/dev/full", O_WRONLY)
    defer { close(full) }
    let error = #expect(throws: CommandError.self) { try Talk.show("data", to: full) }
    #expect(error?.description == "can't write the output: No space left on device")
  }

  @Test func `json is an array of objects with plain numbers`() {
    let text = StoreList.listing(store.entries(keyPrefix: "a")).text(.json)
    let key = String(repeating: "a", count: 64)
    #expect(text.hasPrefix("[\n  {\"key\": \"\(key)\", \"step\": \"analysis.select\""))
    #expect(text.contains("\"seconds\": 90.0"))
  }

  @Test func `a record is found by the first digits of its key, of either case`() throws {
    #expect(try store.entry(named: "AAA").record.label == "analysis.select")
  }

  @Test(arguments: ["", "c", "zz"]) func `a key that is not there is named`(prefix: String) {
    let error = #expect(throws: CommandError.self) { try store.entry(named: prefix) }
    #expect(error?.description.contains("`\(prefix)`") == true)
  }

  @Test(arguments: [
    (["store", "gc"], "say how far to go"),
    (["store", "gc", "--max-size", "much"], "it can be bytes"),
    (["store", "gc", "--older-than", "3"], "a number with a unit: 45s"),
    (["store", "ls", "--limit", "-1"], "limit"), (["store", "show"], "key"), (["stor"], "stor"),
  ])
  func `a command line that makes no sense is refused with a reason`(
    arguments: [String], word: String
  ) {
    let error = #expect(throws: (any Error).self) { try MartletCommand.parseAsRoot(arguments) }
    #expect(error.map { MartletCommand.fullMessage(for: $0).contains(word) } == true)
  }

  @Test(arguments: [["aa"], ["aa", "aaa"]])
  func `removing one record leaves the other`(keys: [String]) throws {
    let command = try #require(
      try MartletCommand.parseAsRoot(["store", "rm", "--store", folder.path, "--quiet"] + keys)
        as? StoreRemove)
    try command.run()
    #expect(store.entries().map(\.record.label) == ["analysis.plot"])
  }

  @Test func `a record's properties have names without spaces in JSON`() throws {
    let text = StoreShow.properties(try store.entry(named: "a")).text(.json)
    #expect(text.contains("\"step_key\": \"aaaa") && text.contains("\"object\": null"))
  }

  @Test func `a store's properties have their own kinds in JSON`() {
    let text = StoreStatsCommand.properties(store, store.stats()).text(.json)
    #expect(text.contains("\"private\": true") && text.contains("\"records\": 2"))
  }

  @Test func `steps are counted by their function`() throws {
    let listing = StoreStatsCommand.listing(store.stats())
    #expect(listing.rows.map { $0[0].text } == ["analysis.select", "analysis.plot"])
    #expect(listing.rows.map { $0[1].text } == ["1", "1"])
    #expect(store.stats().recordCount == 2 && store.stats().seconds == 180)
  }

  @Test func `a name can't give a terminal commands`() {
    #expect(Cell.text("a\u{1B}]0;b\n").text == "a?]0;b?")
  }

  @Test(arguments: [Double.infinity, -.infinity, .nan])
  func `what is no number is null in JSON`(seconds: Double) {
    #expect(Cell.seconds(seconds).json == "null")
  }

  @Test func `text is quoted as JSON wants it`() {
    #expect(JSONText.quoted("a\"b\\c\n\u{1}") == "\"a\\\"b\\\\c\\u000a\\u0001\"")
  }

  @Test(arguments: [("", 2), ("a", 1), ("aa", 1), ("AAA", 1), ("c", 0), ("ac", 0), ("../", 0)])
  func `records are found by any number of their key's first digits`(prefix: String, count: Int) {
    #expect(store.entries(keyPrefix: prefix).count == count)
  }

  @Test func `a record is not found by its shape`() throws {
    var record = Record()
    record.step = Digest(hex: String(repeating: "d", count: 64))
    record.contentKey = Digest(hex: String(repeating: "e", count: 64))
    record.shape = Digest(hex: String(repeating: "f", count: 64))
    try store.note(record)
    #expect(["d", "e", "f"].map { store.entries(keyPrefix: $0).count } == [1, 1, 0])
    #expect(store.entries().count == 3)
  }

  @Test func `a store whose format can't be read says that it is damaged`() throws {
    let path = folder.path + "/martlet-store.json"
    let file = unsafe open(path, O_WRONLY | O_TRUNC)
    close(file)
    let error = #expect(throws: StoreError.self) {
      try LocalStore(path: folder.path, create: false)
    }
    #expect(error?.message.contains("is damaged") == true && error?.hint != nil)
    #expect(try LocalStore(path: folder.path, create: true).entries().count == 2)
  }

  @Test func `a failure begins as the compiler's do`() throws {
    let error = try #require(throws: (any Error).self) { try MartletCommand.parseAsRoot(["stor"]) }
    #expect(MartletCommand.fullMessage(for: error).hasPrefix("error: "))
  }
}
