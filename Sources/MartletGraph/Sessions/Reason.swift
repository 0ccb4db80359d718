public import MartletBytes

/// Why a step would be computed.
public enum Reason: Hashable, Sendable {
  /// No earlier session had a step of this name.
  case neverSeen
  /// An earlier session had this very step; its result was not kept, or is gone.
  case notKept
  /// It was asked for again, or depends on what was.
  case refreshed
  /// It can't be identified, or is marked impure.
  case unidentified
  /// It depends on something that can't be identified; its name.
  case dependsOnUnidentified(String)
  /// Its function, of this name, had these fingerprints and now has those.
  case functionChanged(String, from: [Digest], to: [Digest])
  /// The positional argument changed, counted from 0, or was added or left out.
  case argumentChanged(position: Int)
  /// The argument of this name changed, or was added or left out.
  case namedArgumentChanged(String)
  /// The input of this name changed, or replaces another.
  case inputChanged(String)
  /// The number of inputs changed.
  case inputCountChanged(from: Int, to: Int)
  /// The same arguments stand otherwise.
  case rearranged
  /// It opens files that no argument names, as was seen of steps with these keys.
  case opensOthers([Digest])

  /// The reason in words.
  public var text: String {
    switch self {
    case .neverSeen: "never seen"
    case .notKept: "computed before, but its result was not kept or is gone"
    case .refreshed: "to be refreshed"
    case .unidentified: "can't be identified"
    case .dependsOnUnidentified(let name): "depends on `\(name)`, which can't be identified"
    case .functionChanged(let name, _, _): "function `\(name)` changed"
    case .argumentChanged(let position): "argument \(position + 1) changed"
    case .namedArgumentChanged(let name): "argument `\(name)` changed"
    case .inputChanged(let name): "input `\(name)` changed"
    case .inputCountChanged(let old, let new): "it has \(new) inputs, had \(old)"
    case .rearranged: "its arguments stand otherwise"
    case .opensOthers: "what it opens changed, or its result was not kept"
    }
  }
}
