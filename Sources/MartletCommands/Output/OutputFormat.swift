import ArgumentParser
import MartletBytes

/// How a command writes what it found.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
  case table, json
}

/// A value in a table's cell or a JSON field.
enum Cell {
  case text(String)
  case flag(Bool)
  case count(Int)
  /// A digest: its first 16 digits in a table, all of them in JSON.
  case digest(Digest)
  /// Seconds since 1970: to the minute in a table, to the second in JSON (RFC 3339).
  case date(Int)
  /// Bytes: with a unit in a table, a number in JSON.
  case bytes(Int)
  /// Seconds: with a unit in a table, a number in JSON.
  case seconds(Double)
  case nothing

  /// As people read it.
  var text: String {
    switch self {
    case .text(let text): String(text.map { $0.isPrintable ? $0 : "?" })
    case .flag(let flag): flag ? "yes" : "no"
    case .count(let count): String(count)
    case .digest(let digest): String(digest.hex.prefix(16))
    case .date(let seconds): Units.date(seconds)
    case .bytes(let count): Units.bytes(count)
    case .seconds(let seconds): Units.seconds(seconds)
    case .nothing: "-"
    }
  }

  /// As JSON.
  var json: String {
    switch self {
    case .text(let text): JSONText.quoted(text)
    case .flag(let flag): String(flag)
    case .count(let count), .bytes(let count): String(count)
    case .digest(let digest): JSONText.quoted(digest.hex)
    case .date(let seconds): JSONText.quoted(Units.timestamp(seconds))
    case .seconds(let seconds): seconds.isFinite ? String(seconds) : "null"
    case .nothing: "null"
    }
  }

  /// Whether it stands at the right of its column.
  var isNumber: Bool {
    switch self {
    case .text, .flag, .digest, .date, .nothing: false
    default: true
    }
  }
}

extension Character {
  /// Whether a terminal shows it: whoever else writes to a store could put commands to it into a name.
  fileprivate var isPrintable: Bool {
    unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
  }
}

/// A text as JSON writes it.
enum JSONText {
  static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": quoted += "\\\(scalar)"
      case _ where scalar.value < 0x20:
        let digits = String(scalar.value, radix: 16)
        quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}
