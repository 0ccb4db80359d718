import ArgumentParser
import MartletStore

/// `martlet store rm KEY...`.
struct StoreRemove: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rm", abstract: "Removes records; their steps will be computed again.")

  @OptionGroup var options: StoreOptions

  @Argument(help: "Step keys or content keys, or as many of their first digits as are needed.")
  var keys: [String]

  func run() throws {
    let store = try options.open()
    // All keys are looked up before anything goes: a wrong one stops the command.
    let named = try keys.map { try store.entry(named: $0) }
    // Two keys may lead to one record.
    let entries = Dictionary(named.map { ($0.record.keys, $0) }) { first, _ in first }.values
    let count = entries.count { store.remove(Array($0.record.keys.prefix(1))) > 0 }
    if !options.quiet { Talk.say("removed \(Units.count(count, "record"))") }
    guard count == entries.count else {
      throw CommandError(
        "\(Units.count(entries.count - count, "record")) can't be removed from store `\(store.path)`",
        hint: "you need permission to write to its folder")
    }
  }
}
