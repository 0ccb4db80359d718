import ArgumentParser
import MartletBytes
import MartletStore

/// `martlet store ls`.
struct StoreList: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ls", abstract: "Lists the records of steps, those used last first.",
    discussion: "Times are in UTC.")

  @OptionGroup var options: StoreOptions

  @Option(help: "List so many records at most.")
  var limit: Int?

  func validate() throws {
    if let limit, limit < 0 { throw ValidationError("--limit can't be less than 0") }
  }

  func run() throws {
    let entries = try options.open().entries().filter {
      $0.record.label != LocalStore.manifestLabel
    }
    try Talk.show(Self.listing(entries.prefix(limit ?? .max)).text(options.format))
    if !options.quiet, options.format == .table { Talk.say(Units.count(entries.count, "record")) }
  }

  static func listing(_ entries: some Sequence<Entry>) -> Listing {
    var listing = Listing(columns: ["key", "step", "result", "seconds", "bytes", "used"])
    for entry in entries {
      listing.rows.append([
        entry.record.keys.first.map(Cell.digest) ?? .nothing,
        .text(entry.record.label),
        .text(entry.record.place == .nowhere ? "not kept" : "kept"),
        .seconds(entry.record.seconds),
        .bytes(entry.record.byteCount),
        .date(entry.lastUse),
      ])
    }
    return listing
  }
}
