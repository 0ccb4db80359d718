import MartletBytes

/// A function that steps apply, once per distinct function.
struct StepFunction: Sendable {
  /// Its name in reports: module and qualified name.
  var label: String
  /// Tells apart encodings; only explanations use it.
  var encodingHash: UInt64
  /// Its set of fingerprints.
  var checks: Int32
}

/// The names, functions and sets of fingerprints that a graph's tasks refer to by number.
struct FunctionTable: Sendable {
  private(set) var functions: [StepFunction] = []
  private(set) var names: [String] = []
  private(set) var checks: [[Digest]] = []
  private var nameNumbers: [String: Int32] = [:]
  private var checksNumbers: [[Digest]: Int32] = [:]

  mutating func add(
    label: String, encoding: RawSpan, checks: [Digest]
  ) throws(GraphError) -> Int32 {
    let number = try Self.number(functions.count)
    functions.append(
      StepFunction(
        label: label, encodingHash: briefHash(encoding), checks: try add(checks: checks)))
    return number
  }

  mutating func add(name: String) throws(GraphError) -> Int32 {
    if let number = nameNumbers[name] { return number }
    let number = try Self.number(names.count)
    names.append(name)
    nameNumbers[name] = number
    return number
  }

  mutating func add(checks set: [Digest]) throws(GraphError) -> Int32 {
    if let number = checksNumbers[set] { return number }
    let number = try Self.number(checks.count)
    checks.append(set)
    checksNumbers[set] = number
    return number
  }

  private static func number(_ count: Int) throws(GraphError) -> Int32 {
    guard let number = Int32(exactly: count) else {
      throw GraphError(.tooLarge, "more than \(Int32.max) names or functions in one graph")
    }
    return number
  }
}
