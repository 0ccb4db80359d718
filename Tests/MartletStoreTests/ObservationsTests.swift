import MartletBytes
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
    #expect(fixture.store.observations(of: Fixture.key("f")).isEmpty)
    for row in ["one", "two", "one"] { try observe(fixture, "f", "step", row) }
    try observe(fixture, "g", "step", "three")
    let names = fixture.store.observations(of: Fixture.key("f")).sorted()
    #expect(names.count == 2 && names.allSatisfy { $0.hasPrefix("\(Fixture.key("step").hex)-") })
    let rows = names.compactMap { fixture.store.observation($0, of: Fixture.key("f")) }
    #expect(Set(rows.map { String(decoding: $0, as: UTF8.self) }) == ["one", "two"])
  }

  @Test func `neither collection nor the removal of a record takes them away`() throws {
    let fixture = try Fixture()
    try observe(fixture, "f", "step", "one")
    try fixture.keep("step", [[1, 2, 3]])
    fixture.store.remove([Fixture.key("step")])
    _ = fixture.store.collect(maxByteCount: 0, olderThan: 0)
    #expect(fixture.store.observations(of: Fixture.key("f")).count == 1)
  }
}
