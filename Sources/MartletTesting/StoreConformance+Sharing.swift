import MartletBytes
import MartletStore

extension StoreConformance {
  /// What holds while several write, read and remove at once.
  static let sharingRules: [StoreRule] = [
    StoreRule("of several writers of one step, one whole result stays") { store in
      for round in 0..<5 {
        let key = Sample.key("raced\(round)")
        try await withThrowingTaskGroup(of: Void.self) { group in
          for writer in 0..<8 {
            group.addTask {
              let bytes = Sample.bytes(writer % 2 == 0 ? 200_000 : 500, seed: UInt8(writer))
              try await store.keep(Sample.record("raced\(round)", content: "c\(round)"), [bytes])
            }
          }
          try await group.waitForAll()
        }
        let whole = (0..<8).map { Sample.bytes($0 % 2 == 0 ? 200_000 : 500, seed: UInt8($0)) }
        let kept = try await store.sections(key)
        try expect(kept.map { $0.count == 1 && whole.contains($0[0]) } == true, "round \(round)")
      }
    },
    StoreRule("who reads while others keep and remove gets the whole result or a miss") { store in
      let bytes = Sample.bytes(150_000)
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask {
          for _ in 0..<30 { try await store.keep(Sample.record("a", content: "c"), [bytes]) }
        }
        group.addTask {
          for _ in 0..<30 { _ = try await store.remove([Sample.key("a")]) }
        }
        for _ in 0..<2 {
          group.addTask {
            for _ in 0..<60 {
              let loaded = try await store.sections(Sample.key("a"))
              try expect(loaded == nil || loaded == [bytes], "a whole result or none")
            }
          }
        }
        try await group.waitForAll()
      }
      try await store.keep(Sample.record("a", content: "c"), [bytes])
      try expect(try await store.sections(Sample.key("a")) == [bytes], "it can be kept afterwards")
    },
  ]
}
