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
  func number(_ name: String) throws -> Int {
    guard let number = names.firstIndex(of: name) else { throw UnknownWord(word: name) }
    return number
  }

  func numbers(_ list: String) throws -> [Int32] {
    try list.split(separator: " ").map { try Int32(number(String($0))) }
  }

  func graph() throws -> StepGraph {
    var builder = StepGraph.Builder()
    _ = try builder.reserve(names.count)
    for (task, line) in lines.enumerated() { try describe(task, line, in: &builder) }
    return try builder.build()
  }

  private func describe(
    _ task: Int, _ line: [Substring], in builder: inout StepGraph.Builder
  ) throws {
    let name = String(line[0])
    let template = Array((templates[name] ?? name).utf8)
    let bytes = unsafe template.span.bytes
    let function = try builder.addFunction(
      label: "m.\(name)", encoding: bytes, checks: [SHA256.hash(bytes)])
    guard let kind = Self.kinds[String(line[1])] else { throw UnknownWord(word: String(line[1])) }
    var description = TaskDescription(kind, function: function)
    var inputs: [Int32] = []
    var uncounted: [Int32] = []
    for word in line.dropFirst(2) {
      let rest = String(word.dropFirst())
      switch word.first {
      case "!":
        guard let flag = Self.flags[rest] else { throw UnknownWord(word: rest) }
        description.flags.insert(flag)
      case "@": description.container = try Int32(number(rest))
      case "?": uncounted.append(try Int32(number(rest)))
      default: inputs.append(try Int32(number(String(word))))
      }
    }
    let identity = overrides[name]
    if let identity, kind == .known { return try builder.describe(task, asKnown: identity) }
    try builder.describe(
      task, description, template: bytes, inputs: inputs.span,
      arguments: [TaskArgument(position: 0, start: 0, end: Int32(template.count))].span,
      uncounted: uncounted.span)
    if let identity { try builder.override(task, with: identity) }
  }

  func keys(
    nonce: [UInt8] = [1, 2, 3], observed: [Digest: Observation] = [:]
  ) throws -> [String: TaskIdentity] {
    let keys = try graph().keys(nonce: unsafe nonce.span.bytes, observed: observed)
    return Dictionary(
      uniqueKeysWithValues: names.enumerated().map { ($1, keys.identity(of: $0)) })
  }

  struct UnknownWord: Error { var word: String }

  private static let kinds: [String: TaskKind] = [
    "step": .step, "bookkeeping": .bookkeeping, "alias": .alias, "fused": .fused, "data": .data,
    "known": .known, "unknown": .unknown,
  ]
  private static let flags: [String: TaskFlags] = [
    "impure": .impure, "unidentified": .unidentified, "always": .always, "never": .never,
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
