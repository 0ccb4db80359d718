public import MartletStore

/// The rules that every store must keep: give each a new, empty store.
///
/// ```swift
/// @Test(arguments: StoreConformance.rules)
/// func `the local store keeps the rule`(rule: StoreRule) async throws {
///   try await rule.check(LocalStore(path: folder.path, create: true))
/// }
/// ```
public enum StoreConformance {
  /// All rules.
  public static let rules: [StoreRule] = findingRules + keepingRules + sharingRules
}

/// One rule, and how to see whether a store keeps it.
public struct StoreRule: Sendable, CustomStringConvertible {
  /// The rule, a sentence.
  public let description: String
  private let body: @Sendable (any Store) async throws -> Void

  init(_ sentence: String, _ body: @escaping @Sendable (any Store) async throws -> Void) {
    description = sentence
    self.body = body
  }

  /// Tries the rule on an empty store.
  ///
  /// - Throws: ``BrokenRule`` if the store does not keep it, or what the store throws.
  public func check(_ store: some Store) async throws { try await body(store) }
}

/// A rule that a store does not keep.
public struct BrokenRule: Error, CustomStringConvertible {
  /// What was expected.
  public let description: String
}

/// Throws if what must hold does not.
func expect(_ isTrue: Bool, _ what: @autoclosure () -> String) throws(BrokenRule) {
  if !isTrue { throw BrokenRule(description: "it should hold: \(what())") }
}
