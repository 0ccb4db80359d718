import MartletBytes
import MartletStore

extension StoreConformance {
  private static let leaf = 1 << 20

  /// Sizes of sections around every boundary: none, a record's payload, a leaf, sixteen leaves.
  private static let sizes: [[Int]] = [
    [0], [1], [63, 64, 65], [0, 0, 0], [100, 0, 7], [65_000], [65_536], [66_000, 1],
    [leaf - 1], [leaf], [leaf + 1, 3], [3, 2 * leaf, 0, leaf + 63], [17 * leaf + 5],
  ]

  /// What comes back of what was kept.
  static let keepingRules: [StoreRule] = [
    StoreRule("results of every size come back byte for byte, in aligned sections") { store in
      for counts in sizes {
        let name = "\(counts)"
        let sections = counts.enumerated().map { Sample.bytes($1, seed: UInt8($0)) }
        let record = try await store.keep(Sample.record(name), sections)
        try expect(record.byteCount == counts.reduce(0, +), "\(name): the record has the size")
        try expect(try await store.sections(Sample.key(name)) == sections, "\(name): equal bytes")
        let loaded = try await store.load([Sample.key(name)])[0]
        let start = loaded.map { unsafe UInt(bitPattern: $0.memory.bytes.baseAddress) } ?? 0
        let isAligned = loaded?.buffers.allSatisfy { (start + UInt($0.lowerBound)) % 64 == 0 }
        try expect(isAligned == true, "\(name): buffers lie at multiples of 64")
      }
    },
    StoreRule("the content digest is that of the bytes, their sections and the named code") {
      store in
      let one = Sample.key("one"), two = Sample.key("two")
      func digest(_ name: String, _ sections: [[UInt8]], _ classes: [Digest] = []) async throws
        -> Digest
      {
        try await store.keep(Sample.record(name), sections, classes: classes).content
      }
      let plain = try await digest("a", [[1, 2], [3]])
      try expect(try await digest("b", [[1, 2], [3]]) == plain, "equal results are equal")
      try expect(try await digest("c", [[1], [2, 3]]) != plain, "other sections differ")
      try expect(try await digest("d", [[1, 2], [3], []]) != plain, "a further section differs")
      let named = try await digest("e", [[1, 2], [3]], [one, two])
      try expect(named != plain, "named code counts")
      try expect(try await digest("f", [[1, 2], [3]], [two, one]) == named, "in any order")
      try expect(try await store.find(Sample.key("f"))?.content == named, "and is found")
    },
    StoreRule("what is done to a loaded result reaches neither the store nor who loads it next") {
      store in
      for count in [100, 3 * leaf] {
        let section = Sample.bytes(count)
        try await store.keep(Sample.record("a\(count)"), [section])
        guard let loaded = try await store.load([Sample.key("a\(count)")])[0] else {
          throw BrokenRule(description: "it should hold: the result loads")
        }
        for index in loaded.stream { unsafe loaded.memory.bytes[index] = 0 }
        try expect(try await store.sections(Sample.key("a\(count)")) == [section], "\(count) bytes")
      }
    },
    StoreRule("any label and provenance is kept, the longest cut") { store in
      for (index, text) in ["", "\"", "\\", "a\nb\u{0}c", "µ→e γ 🐦", "}\n{", "x,\"check\":\""]
        .enumerated()
      {
        var record = Sample.record("label\(index)")
        record.label = text
        record.provenance = text
        try await store.keep(record, [[1]])
        let entry = try await store.entries().first { $0.record.step == record.step }
        try expect(entry?.record.label == text, "label \(text.debugDescription)")
        try expect(entry?.record.provenance == text, "provenance \(text.debugDescription)")
      }
      var record = Sample.record("long")
      record.label = String(repeating: "\u{1}é", count: 5_000)
      record.provenance = record.label
      try await store.keep(record, [[1]])
      try expect(try await store.sections(Sample.key("long")) == [[1]], "a long label is no harm")
    },
    StoreRule("costs that make no sense do not stop a result from being kept") { store in
      for (index, seconds) in [-1, .nan, .infinity, 1e300, 1e-300].enumerated() {
        var record = Sample.record("cost\(index)")
        record.seconds = seconds
        record.again = seconds
        try await store.keep(record, [[1]])
        try expect(try await store.sections(Sample.key("cost\(index)")) == [[1]], "\(seconds) s")
      }
    },
  ]
}
