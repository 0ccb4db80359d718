import ArgumentParser
import MartletBytes
import MartletStore

/// `martlet store show KEY`.
struct StoreShow: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Shows one record: where it comes from and what it cost.")

  @OptionGroup var options: StoreOptions

  @Argument(help: "The step key or content key, or as many of its first digits as are needed.")
  var key: String

  func run() throws {
    let entry = try options.open().entry(named: key)
    try Talk.show(Self.properties(entry).text(options.format))
  }

  static func properties(_ entry: Entry) -> Properties {
    let record = entry.record
    func hex(_ digest: Digest?) -> Cell { digest.map { .text($0.hex) } ?? .nothing }
    return Properties(rows: [
      ("step", .text(record.label)),
      ("step key", hex(record.step)),
      ("content key", hex(record.contentKey)),
      ("shape", hex(record.shape)),
      ("content digest", hex(record.content)),
      ("object", record.place == .nowhere ? .nothing : hex(record.object)),
      ("kept", .text(record.place.rawValue)),
      ("seconds", .seconds(record.seconds)),
      ("seconds again", .seconds(record.again)),
      ("bytes", .bytes(record.byteCount)),
      ("made", .date(record.created)),
      ("used", .date(entry.lastUse)),
      ("provenance", .text(record.provenance)),
    ])
  }
}

extension LocalStore {
  /// The one record whose key begins so.
  func entry(named prefix: String) throws -> Entry {
    let found = prefix.isEmpty ? [] : entries(keyPrefix: prefix)
    guard let entry = found.first else {
      throw CommandError(
        "no record's key begins with `\(prefix)` in store `\(path)`",
        hint: "`martlet store ls` lists the records")
    }
    guard found.count == 1 else {
      throw CommandError(
        "the keys of \(found.count) records begin with `\(prefix)`", hint: "give more digits")
    }
    return entry
  }
}
