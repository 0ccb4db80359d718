import MartletBytes
import MartletStore

extension StoreConformance {
  /// What is found under which key.
  static let findingRules: [StoreRule] = [
    StoreRule("a key that nothing was kept under is missing") { store in
      try expect(try await store.find(Sample.key("never")) == nil, "found nothing")
      try expect(try await store.sections(Sample.key("never")) == nil, "loaded nothing")
      try expect(try await store.remove([Sample.key("never")]) == 0, "removed nothing")
      try expect(try await store.find([Digest]()).isEmpty, "no keys, no answers")
    },
    StoreRule("a result is found by step and by content, and its shape is marked") { store in
      try await store.keep(Sample.record("a", content: "c"), [[1, 2, 3]])
      for name in ["a", "c", "shape of c"] {
        let found = try await store.find(Sample.key(name))
        try expect(found?.hasObject == true, "`\(name)` is found with its result")
        try expect(found?.seconds == 2 && found?.again == 3, "`\(name)` has its cost")
        try expect(found?.byteCount == 3, "`\(name)` has its size")
      }
      try expect(try await store.sections(Sample.key("c")) == [[1, 2, 3]], "loads by content key")
    },
    StoreRule("a batch is answered in the order of its keys, misses and repeats included") {
      store in
      for index in 0..<40 { try await store.keep(Sample.record("s\(index)"), [[UInt8(index)]]) }
      let asked = (0..<100).map { ($0 * 7) % 50 }
      let keys = asked.map { Sample.key("s\($0)") }
      let found = try await store.find(keys)
      try expect(found.map { $0 != nil } == asked.map { $0 < 40 }, "hits and misses in order")
      let loaded = try await store.load(keys)
      let values = loaded.map { loaded in
        loaded.map { unsafe $0.memory.bytes[$0.stream.lowerBound] }
      }
      try expect(values == asked.map { $0 < 40 ? UInt8($0) : nil }, "results in order")
    },
    StoreRule("a note has a digest and a cost but no result, and a result takes its place") {
      store in
      var note = Sample.record("a", content: "c")
      note.content = Sample.key("content")
      try await store.note([note])
      let found = try await store.find(Sample.key("a"))
      try expect(found?.hasObject == false && found?.content == note.content, "the note is found")
      try expect(try await store.sections(Sample.key("a")) == nil, "a note loads nothing")
      try await store.keep(Sample.record("a", content: "c"), [[7]])
      try expect(try await store.sections(Sample.key("a")) == [[7]], "the result by step key")
      try expect(try await store.sections(Sample.key("c")) == [[7]], "the result by content key")
      try await store.note([note])
      try expect(try await store.sections(Sample.key("a")) == [[7]], "the result stays")
    },
    StoreRule("what is removed is gone under all its names") { store in
      try await store.keep(Sample.record("a", content: "c"), [[1]])
      try await store.keep(Sample.record("b"), [[2]])
      try expect(try await store.remove([Sample.key("a")]) == 1, "one record was there")
      for name in ["a", "c"] {
        try expect(try await store.find(Sample.key(name)) == nil, "`\(name)` is gone")
      }
      try expect(try await store.sections(Sample.key("b")) == [[2]], "the other stays")
      try await store.keep(Sample.record("a", content: "c"), [[3]])
      try expect(try await store.sections(Sample.key("c")) == [[3]], "it can be kept again")
    },
    StoreRule("each record is listed once, with what it is called") { store in
      try await store.keep(Sample.record("a", content: "c"), [[1]])
      try await store.keep(Sample.record("b"), [Sample.bytes(200_000)])
      let labels = try await store.entries().map(\.record.label).sorted()
      try expect(labels == ["analysis.a", "analysis.b"], "two records are listed: \(labels)")
    },
  ]
}
