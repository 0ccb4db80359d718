import Glibc
import MartletBytes
import MartletTesting
import Testing

@testable import MartletStore

@Suite struct ObservationsOfSteps {
  private func observe(_ fixture: Fixture, _ group: String, _ step: String, _ row: String) throws {
    let bytes = Array(row.utf8)
    try unsafe bytes.withUnsafeBytes {
      try unsafe fixture.store.observe(Fixture.key(group), step: Fixture.key(step), $0)
    }
  }

  @Test func `rows are added, each once, and read back by their names`() throws {
    let fixture = try Fixture()
    #expect(try fixture.store.observations(of: Fixture.key("f")).isEmpty)
    for row in ["one", "two", "one"] { try observe(fixture, "f", "step", row) }
    try observe(fixture, "g", "step", "three")
    let names = try fixture.store.observations(of: Fixture.key("f")).sorted()
    #expect(names.count == 2 && names.allSatisfy { $0.hasPrefix("\(Fixture.key("step").hex)-") })
    let rows = fixture.store.observations(names, of: Fixture.key("f")).compactMap(\.self)
    #expect(Set(rows.map { String(decoding: $0, as: UTF8.self) }) == ["one", "two"])
  }

  @Test func `many rows are read side by side, in the order of their names`() throws {
    let fixture = try Fixture()
    for index in 0..<300 { try observe(fixture, "f", "step \(index)", "row \(index)") }
    var names = (0..<300).map { index in
      let row = unsafe SHA256.hash(Array("row \(index)".utf8).span.bytes)
      return "\(Fixture.key("step \(index)").hex)-\(row.hex.prefix(16))"
    }
    names.insert("gone", at: 7)
    let rows = fixture.store.observations(names, of: Fixture.key("f"))
    #expect(rows[7] == nil && rows.count == 301)
    let texts = rows.compactMap { $0.map { String(decoding: $0, as: UTF8.self) } }
    #expect(texts == (0..<300).map { "row \($0)" })
  }

  @Test func `neither collection nor the removal of a record takes them away`() throws {
    let fixture = try Fixture()
    try observe(fixture, "f", "step", "one")
    try fixture.keep("step", [[1, 2, 3]])
    fixture.store.remove([Fixture.key("step")])
    _ = fixture.store.collect(maxByteCount: 0, olderThan: 0)
    #expect(try fixture.store.observations(of: Fixture.key("f")).count == 1)
  }

  @Test func `a group that can't be listed is an error, not one with nothing seen`() throws {
    let fixture = try Fixture()
    let folder = "\(fixture.folder.path)/observed"
    unsafe mkdir(folder, 0o700)
    #expect(unsafe symlink("/nowhere", "\(folder)/\(Fixture.key("f").hex)") == 0)
    #expect(throws: StoreError.self) { try fixture.store.observations(of: Fixture.key("f")) }
  }
}
