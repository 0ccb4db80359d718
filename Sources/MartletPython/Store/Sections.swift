internal import CPython
internal import MartletBytes
internal import MartletStore

/// A pickle stream and its out-of-band buffers, held while they are digested or written.
final class Sections {
  private let views: [HeldView]

  init(stream: Object, buffers: Object) throws(Raised) {
    let list = try buffers.elements()
    var views = [try HeldView(stream)]
    for i in 0..<list.object.tupleCount { views.append(try HeldView(list.object.tupleElement(i))) }
    self.views = views
  }

  /// The bytes of each, valid as long as this object.
  var bytes: [UnsafeRawBufferPointer] { unsafe views.map { unsafe $0.view.bytes } }

  /// Bytes in all.
  var byteCount: Int { views.reduce(0) { $0 + $1.count } }

  /// Arrays hold no noncopyable things, so each view has an owner of its own.
  private final class HeldView {
    let view: BufferView
    init(_ object: Object) throws(Raised) { view = try BufferView(object) }
    var count: Int { unsafe view.bytes.count }
  }
}

/// The functions of the module that are about results.
let resultFunctions: [Method] = [
  Method(
    "content_digest",
    "content_digest(stream, buffers, classes, /)\n--\n\nThe content digest of a result."
  ) {
    unsafe answering("content_digest", 3...3, $1, $2, $3) { arguments in
      let sections = try Sections(stream: arguments[0], buffers: arguments[1])
      let classes = try [Digest](digests: arguments[2])
      if sections.byteCount < 1 << 16 {
        return try Owned(unsafe LocalStore.content(ofSections: sections.bytes, classes: classes))
      }
      return try Owned(
        Lock.released { unsafe LocalStore.content(ofSections: sections.bytes, classes: classes) })
    }
  }
]
