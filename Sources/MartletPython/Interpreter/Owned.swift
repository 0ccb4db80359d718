internal import CPython

/// A reference to a Python object that is ours and is given back at the end of its life.
struct Owned: ~Copyable {
  /// The object, borrowed.
  let object: Object

  /// Takes over a new reference, as most of the C API returns it.
  ///
  /// - Throws: ``Raised`` if there is none, since then the call has raised.
  init(_ new: UnsafeMutablePointer<PyObject>?) throws(Raised) {
    guard let object = unsafe Object(new) else { throw Raised() }
    self.object = object
  }

  /// Adds a reference of our own to a borrowed object.
  init(_ borrowed: Object) {
    unsafe martlet_incref(borrowed.pointer)
    object = borrowed
  }

  deinit {
    unsafe martlet_decref(object.pointer)
  }

  /// Gives the reference away.
  consuming func release() -> Object {
    let object = object
    discard self
    return object
  }
}

/// Many owned references that live as long as this pool.
///
/// Must be released by a thread that holds the GIL.
final class Pool {
  private var objects: [Object] = []

  /// Adds a reference of our own.
  func keep(_ object: Object) {
    unsafe martlet_incref(object.pointer)
    objects.append(object)
  }

  /// Takes over a reference.
  func keep(_ owned: consuming Owned) -> Object {
    let object = owned.release()
    objects.append(object)
    return object
  }

  func reserve(_ count: Int) {
    objects.reserveCapacity(count)
  }

  deinit {
    var turns = Turns()
    for object in objects {
      unsafe martlet_decref(object.pointer)
      turns.step()
    }
  }
}
