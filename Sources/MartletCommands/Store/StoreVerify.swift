import ArgumentParser
import MartletBytes
import MartletStore

/// `martlet store verify`.
struct StoreVerify: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Reads every result and recomputes its SHA-256; what is damaged is removed.",
    discussion: """
      Reads what is kept of steps and of their functions. Exit status 2 if anything was damaged: it will be \
      computed again.
      """)

  @OptionGroup var options: StoreOptions

  func run() throws {
    let isQuiet = options.quiet
    var total = 0
    let damaged = try options.open().verify { done, count in
      total = count
      if !isQuiet, done % 1000 == 0 { Talk.progress("\(done) of \(Units.count(count, "record"))") }
    }
    if !isQuiet {
      Talk.progress("")
      Talk.say("\(Units.count(total, "record")) read, \(damaged.count) damaged")
    }
    if options.format == .json || !damaged.isEmpty {
      let rows = damaged.map { [Cell.text($0.hex)] }
      try Talk.show(Listing(columns: ["damaged"], rows: rows).text(options.format))
    }
    if !damaged.isEmpty { throw ExitCode(2) }
  }
}
