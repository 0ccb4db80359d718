import ArgumentParser
import MartletStore

/// `martlet store stats`.
struct StoreStatsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stats", abstract: "Tells how much is in the store, and what it took to compute.")

  @OptionGroup var options: StoreOptions

  func run() throws {
    let store = try options.open()
    print(Self.properties(store).text(options.format))
  }

  static func properties(_ store: LocalStore) -> Properties {
    let stats = store.stats()
    return Properties(rows: [
      ("path", .text(store.path)),
      ("id", .text(store.id)),
      ("private", .text(store.isPrivate ? "yes" : "no")),
      ("records", .count(stats.recordCount)),
      ("results", .count(stats.resultCount)),
      ("objects", .count(stats.objectCount)),
      ("bytes", .bytes(stats.byteCount)),
      ("seconds", .seconds(stats.seconds)),
      ("sessions", .count(stats.sessionCount)),
    ])
  }
}
