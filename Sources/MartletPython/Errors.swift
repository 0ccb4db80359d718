internal import CPython
internal import MartletGraph
internal import MartletStore

/// Sets Python's error indicator for anything that our code throws: the one place where errors are mapped.
func raise(_ error: any Error) {
  switch error {
  case is Raised, EncodingFailure.raised: break
  case EncodingFailure.unidentified(let reason): _ = Exceptions.raiseUnidentified(reason)
  case let misuse as Misuse: _ = misuse.raise()
  case let error as StoreError: _ = error.raise()
  case let error as GraphError: _ = Misuse(.value, error.message).raise()
  default: _ = Misuse(.runtime, "\(error)").raise()
  }
}
