/// Numbers as people read them.
enum Units {
  /// Bytes, as `1.5 GB`; a unit is 1000 of the one before.
  static func bytes(_ count: Int) -> String {
    scaled(Double(count), ["B", "kB", "MB", "GB", "TB", "PB"], by: 1000, whole: count < 1000)
  }

  /// Things, as `1 record` or `2 records`.
  static func count(_ count: Int, _ thing: String) -> String {
    "\(count) \(thing)\(count == 1 ? "" : "s")"
  }

  /// Seconds, as `350 ms`, `12.3 s`, `4.2 min` or `1.5 h`.
  static func seconds(_ seconds: Double) -> String {
    switch seconds {
    case ..<0.001: "\(rounded(seconds * 1e6)) us"
    case ..<1: "\(rounded(seconds * 1e3)) ms"
    case ..<120: "\(rounded(seconds)) s"
    case ..<7200: "\(rounded(seconds / 60)) min"
    default: "\(rounded(seconds / 3600)) h"
    }
  }

  /// A time in UTC, as `2026-01-02 03:04`.
  static func date(_ seconds: Int) -> String {
    "\(day(seconds)) \(padded(seconds % 86_400 / 3600)):\(padded(seconds % 3600 / 60))"
  }

  /// A time in UTC, as `2026-01-02T03:04:05Z` (RFC 3339).
  static func timestamp(_ seconds: Int) -> String {
    let time = [seconds % 86_400 / 3600, seconds % 3600 / 60, seconds % 60]
    return "\(day(seconds))T\(time.map(padded).joined(separator: ":"))Z"
  }

  private static func day(_ seconds: Int) -> String {
    let days = seconds / 86_400
    // Days from 1970 to a civil date (H. Hinnant, "chrono-compatible low-level date algorithms").
    let z = days + 719_468, era = z / 146_097, day = z - era * 146_097
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365
    let rest = day - (365 * year + year / 4 - year / 100), month = (5 * rest + 2) / 153
    let number = month < 10 ? month + 3 : month - 9
    let date = [
      padded(year + era * 400 + (number <= 2 ? 1 : 0)), padded(number),
      padded(rest - (153 * month + 2) / 5 + 1),
    ]
    return date.joined(separator: "-")
  }

  /// Bytes from a text such as `50GB`, `1.5 TiB` or `1000`; nothing for any other text.
  static func byteCount(_ text: String) -> Int? {
    let digits = text.prefix { $0.isNumber || $0 == "." }
    let unit = text.dropFirst(digits.count).trimmingSpaces().lowercased()
    let factors = [
      "": 1.0, "b": 1, "kb": 1e3, "mb": 1e6, "gb": 1e9, "tb": 1e12, "pb": 1e15,
      "kib": 1024, "mib": 1_048_576, "gib": 1_073_741_824, "tib": 1_099_511_627_776,
    ]
    guard let number = Double(digits), let factor = factors[unit] else { return nil }
    return Int(exactly: (number * factor).rounded())
  }

  /// Seconds from a text such as `30d`, `12h`, `90m` or `45s`; nothing for any other text.
  static func duration(_ text: String) -> Int? {
    let factors: [Character: Int] = ["s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800]
    guard let unit = text.last, let factor = factors[unit], let number = Int(text.dropLast()),
      number >= 0
    else { return nil }
    let (seconds, overflow) = number.multipliedReportingOverflow(by: factor)
    return overflow ? nil : seconds
  }

  private static func scaled(_ value: Double, _ units: [String], by step: Double, whole: Bool)
    -> String
  {
    var value = value, index = 0
    while value >= step, index + 1 < units.count {
      value /= step
      index += 1
    }
    return (whole ? String(Int(value)) : rounded(value)) + " " + units[index]
  }

  /// Three digits that count.
  private static func rounded(_ value: Double) -> String {
    guard abs(value) < 1e15 else { return String(value) }
    guard value < 99.95 else { return String(Int(value.rounded())) }
    let tenths = Int((value * 10).rounded())
    return tenths % 10 == 0 ? String(tenths / 10) : "\(tenths / 10).\(tenths % 10)"
  }

  private static func padded(_ number: Int) -> String {
    number < 10 ? "0\(number)" : String(number)
  }
}

extension Substring {
  fileprivate func trimmingSpaces() -> Substring { drop { $0 == " " } }
}
