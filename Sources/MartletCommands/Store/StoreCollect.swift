import ArgumentParser
import MartletStore

/// `martlet store gc`.
struct StoreCollect: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gc",
    abstract: "Drops what is worth least, until the store is small enough.",
    discussion: """
      A result is worth the seconds that it saves per byte, halved with every 30 days since it was last \
      used. What was written or read within a day stays, and so does what a running session may use.
      """)

  @OptionGroup var options: StoreOptions

  @Option(help: "Come down to this size, such as 50GB.")
  var maxSize: ByteCount?

  @Option(help: "Drop whatever was not used for so long, such as 30d.")
  var olderThan: Age?

  @Flag(help: "Tell what would go, and drop nothing.")
  var dryRun = false

  func validate() throws {
    guard maxSize != nil || olderThan != nil else {
      throw ValidationError("say how far to go: --max-size 50GB, --older-than 30d, or both")
    }
  }

  func run() throws {
    let collected = try options.open().collect(
      maxByteCount: maxSize?.value ?? .max, olderThan: olderThan?.seconds, dryRun: dryRun)
    let properties = Properties(rows: [
      ("dry run", .flag(dryRun)),
      ("records", .count(collected.recordCount)),
      ("bytes", .bytes(collected.byteCount)),
      ("seconds", .seconds(collected.seconds)),
      ("remaining", .bytes(collected.remainingByteCount)),
    ])
    try Talk.show(properties.text(options.format))
    if !options.quiet {
      Talk.say(
        "\(dryRun ? "would drop" : "dropped") \(Units.count(collected.recordCount, "record"))")
      if let limit = maxSize?.value, collected.remainingByteCount > limit {
        Talk.say("what remains was used within a day, or may be used by a running session")
      }
    }
  }
}

/// A size such as `50GB`.
struct ByteCount: ExpressibleByArgument {
  var value: Int
  init?(argument: String) {
    guard let value = Units.byteCount(argument) else { return nil }
    self.value = value
  }
}

/// An age such as `30d`.
struct Age: ExpressibleByArgument {
  var seconds: Int
  init?(argument: String) {
    guard let seconds = Units.duration(argument) else { return nil }
    self.seconds = seconds
  }
}
