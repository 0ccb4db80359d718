public import ArgumentParser

/// The command `martlet`.
public struct MartletCommand: ParsableCommand {
  /// How the command is called and what it says of itself.
  public static let configuration = CommandConfiguration(
    commandName: "martlet",
    abstract: "Looks after the results that Martlet keeps of Dask analyses.",
    discussion: """
      Exit status: 0 if all went well, 1 if something failed, 2 if damage was found, 64 if the command \
      line makes no sense.
      """,
    version: "0.1.0",
    subcommands: [StoreCommand.self])

  /// How a failure begins.
  public static var _errorLabel: String { "error" }

  /// Takes its arguments from the command line.
  public init() {}
}

/// `martlet store`: what is in a store.
struct StoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "store",
    abstract: "Shows, checks and clears a store.",
    subcommands: [
      StoreStatsCommand.self, StoreList.self, StoreShow.self, StoreVerify.self, StoreCollect.self,
      StoreRemove.self,
    ])
}
