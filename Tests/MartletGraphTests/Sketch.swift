import MartletBytes
import MartletGraph

/// A graph written as text, a task a line: `name kind inputs... !flag`.
///
/// The template of a task is its name unless `templates` says otherwise, so that a test edits a step by
/// giving it another one. An inner task of a fused one carries `@container`; `?input` is needed
/// only to run.
struct Sketch {
  var text: String
  var templates: [String: String] = [:]
  var overrides: [String: TaskIdentity] = [:]

  init(_ text: String, templates: [String: String] = [:]) {
    self.text = text
    self.templates = templates
  }

  var lines: [[Substring]] {
    text.split(separator: "\n").map { $0.split(separator: " ") }.filter { !$0.isEmpty }
  }

  var names: [String] { lines.map { String($0[0]) } }

  /// The task's number.
  func number(_ name: String) -> Int { names.firstIndex(of: name)! }

  func numbers(_ list: String) -> [Int32] {
    list.split(separator: " ").map { Int32(number("\($0)")) }
  }

  func graph() throws -> StepGraph {
    var builder = StepGraph.Builder()
    let numbers = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
    _ = try builder.reserve(names.count)
    for (task, line) in lines.enumerated() {
      let name = String(line[0])
      let template = Array((templates[name] ?? name).utf8)
      let words = line.dropFirst(2)
      let inputs = try words.filter { !"!@?".contains($0.first!) }.map { word in
        guard let input = numbers[String(word)] else { throw UnknownName(name: String(word)) }
        return Int32(input)
      }
      let uncounted = words.filter { $0.hasPrefix("?") }.map {
        Int32(numbers[String($0.dropFirst())]!)
      }
      let container =
        words.first { $0.hasPrefix("@") }.map { numbers[String($0.dropFirst())]! } ?? -1
      let function = try builder.addFunction(
        label: "m.\(name)", encoding: template.span.bytes,
        checks: [SHA256.hash(template.span.bytes)])
      var description = TaskDescription(
        Self.kinds[String(line[1])]!, function: function, container: Int32(container))
      for word in words where word.hasPrefix("!") {
        description.flags.insert(Self.flags[String(word)]!)
      }
      if let identity = overrides[name], description.kind == .known {
        try builder.describe(task, asKnown: identity)
        continue
      }
      try builder.describe(
        task, description, template: template.span.bytes, inputs: inputs.span,
        arguments: [TaskArgument(position: 0, start: 0, end: Int32(template.count))].span,
        uncounted: uncounted.span)
      if let identity = overrides[name] { try builder.override(task, with: identity) }
    }
    return try builder.build()
  }

  func keys(nonce: [UInt8] = [1, 2, 3]) throws -> [String: TaskIdentity] {
    let keys = try graph().keys(nonce: nonce.span.bytes)
    return Dictionary(
      uniqueKeysWithValues: names.enumerated().map { ($1, keys.identity(of: $0)) })
  }

  struct UnknownName: Error { var name: String }

  private static let kinds: [String: TaskKind] = [
    "step": .step, "bookkeeping": .bookkeeping, "alias": .alias, "fused": .fused, "data": .data,
    "known": .known, "unknown": .unknown,
  ]
  private static let flags: [String: TaskFlags] = [
    "!impure": .impure, "!unidentified": .unidentified, "!always": .always, "!never": .never,
  ]

  /// y = e(d(c(x)), b(a(x))), of the SWIFT-HEP talk.
  static let talk = Sketch(
    """
    x data
    a step x
    b step a
    c step x
    d step c
    y step d b
    """)
}
