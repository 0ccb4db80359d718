import ArgumentParser

/// How a command writes what it found.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
  case table, json
}

/// A value in a table's cell or a JSON field.
enum Cell {
  case text(String)
  case count(Int)
  /// Bytes: with a unit in a table, a number in JSON.
  case bytes(Int)
  /// Seconds: with a unit in a table, a number in JSON.
  case seconds(Double)
  case nothing

  /// As people read it.
  var text: String {
    switch self {
    case .text(let text): text
    case .count(let count): String(count)
    case .bytes(let count): Units.bytes(count)
    case .seconds(let seconds): Units.seconds(seconds)
    case .nothing: "-"
    }
  }

  /// As JSON.
  var json: String {
    switch self {
    case .text(let text): JSONText.quoted(text)
    case .count(let count), .bytes(let count): String(count)
    case .seconds(let seconds): String(seconds)
    case .nothing: "null"
    }
  }

  /// Whether it stands at the right of its column.
  var isNumber: Bool {
    switch self {
    case .text, .nothing: false
    default: true
    }
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
