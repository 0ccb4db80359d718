import MartletBytes
import MartletGraph
import Testing

@Suite struct SessionRecords {
  static func record(_ sketch: Sketch, kept: String = "", refresh: String = "") throws
    -> SessionRecord
  {
    let searched = try Searched(sketch, kept: kept, refresh: refresh)
    let graph = try sketch.graph()
    return SessionRecord(graph, keys: try graph.keys(nonce: RawSpan()), plan: searched.plan)
  }

  static let sketch = Sketch(
    "u unknown\nx data\nf fused i\ni step x @f\np bookkeeping f x\nz alias p\ny step z u !always")

  @Test func `a record is read as it was written`() throws {
    let record = try Self.record(Self.sketch)
    let bytes = record.encoded()
    #expect(try SessionRecord(decoding: unsafe bytes.span.bytes) == record)
    #expect(record.count == 7 && record.name(of: 6) == "m.y" && record.action(of: 6) == .compute)
  }

  @Test func `a record of 1e5 steps takes about a hundred bytes a step`() throws {
    let graph = try HostileGraphs.steps(100_000) { $0 == 0 ? [] : [Int32($0 - 1)] }
    let cost = try SearchBatches.search(graph, outputs: [99_999])
    let record = SessionRecord(graph, keys: try graph.keys(nonce: RawSpan()), plan: cost.plan)
    #expect(record.encoded().count < 100 * 100_000)
  }

  // Bytes on disk: a change needs a new version.
  @Test func `the bytes of version 1 stay as they are`() throws {
    let bytes = try Self.record(Self.sketch).encoded()
    let digest = SHA256.hash(unsafe bytes.span.bytes).hex
    #expect(digest == "423f73a1388ca33eb8a990d097f005d1ac077daaf92cae6f7ec12a595c7bf60d")
  }

  @Test func `damaged bytes throw or are read, and never trap`() throws {
    let record = try Self.record(Self.sketch)
    let bytes = record.encoded()
    for count in bytes.indices {
      let truncated = Array(bytes.prefix(count))
      #expect(throws: GraphError.self) { try SessionRecord(decoding: unsafe truncated.span.bytes) }
    }
    let overlong = bytes + [0]
    #expect(throws: GraphError.self) { try SessionRecord(decoding: unsafe overlong.span.bytes) }
    for position in bytes.indices {
      for value: UInt8 in [0, 1, 0x7F, 0x80, 0xFF] {
        var damaged = bytes
        damaged[position] = value
        guard let read = try? SessionRecord(decoding: unsafe damaged.span.bytes) else { continue }
        let explanation = Explanation(of: record, earlier: [read])
        for task in 0..<record.count { _ = explanation.reasons(for: task) }
        let reverse = Explanation(of: read, earlier: [record])
        for task in 0..<read.count { _ = reverse.reasons(for: task).map(\.text) }
      }
    }
  }

  @Test func `a newer version is said to be newer`() throws {
    var bytes = try Self.record(.talk).encoded()
    bytes[8] = 2
    let error = #expect(throws: GraphError.self) {
      try SessionRecord(decoding: unsafe bytes.span.bytes)
    }
    #expect(error?.code == .newerFormat)
  }
}
