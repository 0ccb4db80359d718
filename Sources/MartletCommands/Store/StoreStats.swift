import ArgumentParser
import MartletStore

/// `martlet store stats`.
struct StoreStatsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stats",
    abstract: "Tells how much is in the store, and how long that took to compute.")

  @OptionGroup var options: StoreOptions

  @Flag(help: "Tell it of each step's function, those that take most space first.")
  var byStep = false

  func run() throws {
    let store = try options.open()
    let stats = store.stats()
    try Talk.show(
      byStep
        ? Self.listing(stats).text(options.format)
        : Self.properties(store, stats).text(options.format))
  }

  static func listing(_ stats: StoreStats) -> Listing {
    var listing = Listing(columns: ["step", "records", "results", "bytes", "seconds"])
    for step in stats.steps {
      listing.rows.append([
        .text(step.label), .count(step.recordCount), .count(step.resultCount),
        .bytes(step.byteCount), .seconds(step.seconds),
      ])
    }
    return listing
  }

  static func properties(_ store: LocalStore, _ stats: StoreStats) -> Properties {
    Properties(rows: [
      ("path", .text(store.path)),
      ("id", .text(store.id)),
      ("private", .flag(store.isPrivate)),
      ("records", .count(stats.recordCount)),
      ("results", .count(stats.resultCount)),
      ("objects", .count(stats.objectCount)),
      ("bytes", .bytes(stats.byteCount)),
      ("seconds", .seconds(stats.seconds)),
      ("sessions", .count(stats.sessionCount)),
    ])
  }
}
