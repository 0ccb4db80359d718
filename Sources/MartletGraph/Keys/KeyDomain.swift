public import MartletBytes

/// The names under which keys are hashed: two kinds of key never meet, nor do two versions.
///
/// Whatever is hashed here ends up on disk: a change needs a new version, and the tests pin each.
enum KeyDomain {
  /// `(template)`: a step without its inputs.
  static let shape: StaticString = "martlet.shape.v1"
  /// `(shape, input keys...)`: a step, known before anything runs.
  static let step: StaticString = "martlet.step.v1"
  /// `(shape, inputs' content digests...)`: a step, known once its inputs are.
  static let content: StaticString = "martlet.content.v1"
  /// `(encoding)`: a literal value, and its content digest.
  static let data: StaticString = "martlet.data.v1"
  /// `(shape, inputs' content digests...)`: stands for the content of a bookkeeping task's value.
  static let derived: StaticString = "martlet.derived.v1"
  /// `(key or shape, digest of files)`: the same of a step for which files count that its arguments don't
  /// name.
  static let opened: StaticString = "martlet.opened.v1"
  /// `(nonce, shape, task number)`: this run of a step and no other.
  static let run: StaticString = "martlet.run.v1"
}

/// The key under which a step's result is found once its inputs' contents are known.
///
/// - Parameters:
///   - shape: The hash of the step's template.
///   - inputs: The inputs' content digests, in the order of the template's holes.
/// - Returns: The content key.
public func contentKey(shape: Digest, inputs: [Digest]) -> Digest {
  key(CanonicalEncoder(domain: KeyDomain.content), shape, inputs)
}

/// The content digest that stands for a bookkeeping task's value, which is never digested itself.
///
/// - Parameters:
///   - shape: The hash of the task's template.
///   - inputs: The inputs' content digests, in the order of the template's holes.
/// - Returns: The digest that a digest of the value would be.
public func derivedContent(shape: Digest, inputs: [Digest]) -> Digest {
  key(CanonicalEncoder(domain: KeyDomain.derived), shape, inputs)
}

/// The key, or shape, of a step for which files count that its arguments don't name.
///
/// - Parameters:
///   - key: The step key, or the shape, as it would be without these files.
///   - files: The digest of the files' names and contents.
/// - Returns: The key or shape that counts.
public func openedKey(_ key: Digest, files: Digest) -> Digest {
  MartletGraph.key(CanonicalEncoder(domain: KeyDomain.opened), key, [files])
}

private func key(
  _ encoder: consuming CanonicalEncoder, _ shape: Digest, _ inputs: [Digest]
) -> Digest {
  encoder.append(shape)
  for input in inputs { encoder.append(input) }
  return encoder.digest()
}
