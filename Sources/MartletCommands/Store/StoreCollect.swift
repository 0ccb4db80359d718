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

  @Option(help: "Come down to this size, such as 50GB.", transform: size)
  var maxSize: Int?

  @Option(help: "Drop whatever was not used for so long, such as 30d.", transform: age)
  var olderThan: Int?

  @Flag(help: "Tell what would go, and drop nothing.")
  var dryRun = false

  func validate() throws {
    guard maxSize != nil || olderThan != nil else {
      throw ValidationError("say how far to go: --max-size 50GB, --older-than 30d, or both")
    }
  }

  func run() throws {
    let collected = try options.open().collect(
      maxByteCount: maxSize ?? .max, olderThan: olderThan, dryRun: dryRun)
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
      if let limit = maxSize, collected.remainingByteCount > limit {
        Talk.say("what remains was used within a day, or may be used by a running session")
      } else if collected.recordCount == 0 && olderThan != nil {
        Talk.say("nothing is so old; what was used within a day stays however old it is")
      }
    }
  }

  /// Bytes from a text such as `50GB`.
  private static func size(_ text: String) throws -> Int {
    guard let size = Units.byteCount(text) else {
      throw ValidationError("it can be bytes, with or without a unit: 50GB, 1.5TiB")
    }
    return size
  }

  /// Seconds from a text such as `30d`.
  private static func age(_ text: String) throws -> Int {
    guard let age = Units.duration(text) else {
      throw ValidationError("it can be a number with a unit: 45s, 90m, 12h, 30d or 4w")
    }
    return age
  }
}
