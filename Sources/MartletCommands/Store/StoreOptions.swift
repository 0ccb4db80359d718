import ArgumentParser
import Glibc
import MartletStore

/// Which store, and how to write what is found: the options of every `martlet store` command.
struct StoreOptions: ParsableArguments {
  @Option(
    help: "The store's folder. (default: $DASK_MARTLET__STORE, else $XDG_CACHE_HOME/martlet/store)")
  var store: String?

  @Option(help: "How to write: table or json.")
  var format: OutputFormat = .table

  @Flag(name: .shortAndLong, help: "Write data only, no remarks.")
  var quiet = false

  /// The store that is meant.
  ///
  /// A store that others can write to may be looked at: nothing is unpickled.
  func open() throws -> LocalStore {
    do {
      return try LocalStore(path: path, create: false, trust: .all)
    } catch {
      guard error.code == .gone else { throw error }
      throw CommandError(
        "there is no store at `\(path)`",
        hint: "`--store PATH` names another; `martlet.Client` makes one when it first computes")
    }
  }

  private var path: String {
    var path = store ?? environment("DASK_MARTLET__STORE") ?? cache + "/martlet/store"
    if path.hasPrefix("file://") { path.removeFirst("file://".count) }
    guard path.hasPrefix("~/"), let home = environment("HOME") else { return path }
    return home + path.dropFirst()
  }

  private var cache: String {
    environment("XDG_CACHE_HOME") ?? (environment("HOME") ?? "") + "/.cache"
  }

  private func environment(_ name: String) -> String? {
    guard let value = unsafe getenv(name), unsafe value.pointee != 0 else { return nil }
    return unsafe String(cString: value)
  }
}

/// A failure of a command, for people.
struct CommandError: Error, CustomStringConvertible {
  var description: String

  /// What happened, and what to do.
  init(_ message: String, hint: String? = nil) {
    description = hint.map { "\(message)\n\nhint: \($0)" } ?? message
  }
}
