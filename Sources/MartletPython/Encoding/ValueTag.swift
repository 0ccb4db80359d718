/// What a value's encoding begins with.
///
/// Part of every key: a change needs a new version of the domains.
///
/// ```text
/// value  = tag content
/// count  = LEB128: seven bits a byte, low first, the top bit set on all but the last
/// field  = count bytes
///
/// N  None       T  True       F  False      .  Ellipsis
/// i  int        8 bytes, little-endian      I  larger int     field: two's complement, little-endian
/// d  float      8 bytes, little-endian      c  complex        16 bytes: real, imaginary
/// s  str        field: UTF-8                S  long str       count, 32 bytes of tree digest
/// b  bytes      field                       B  long bytes     count, 32 bytes of tree digest
/// a  bytearray  field                       A  long bytearray count, 32 bytes of tree digest
/// (  tuple      count, values               [  list           count, values
/// {  dict       count, keys and values in their order
/// <  set        count, 32-byte digests of the values, ascending
/// >  frozenset  likewise
/// :  slice      three values
/// ^  the container so many levels up        count
/// #  a container whose encoding is long     32 bytes: the SHA-256 of that encoding
/// x  anything else                          field: as `identify.value` encodes it
/// /  a str that names files     32 bytes: their identity; field: the object in them, UTF-8
/// *  a task that runs inside this one       as a template
/// ?  another task's result                  nothing: a hole
/// _  an argument that does not count        nothing
/// ```
enum ValueTag {
  static let none = UInt8(ascii: "N")
  static let yes = UInt8(ascii: "T")
  static let no = UInt8(ascii: "F")
  static let ellipsis = UInt8(ascii: ".")
  static let integer = UInt8(ascii: "i")
  static let largeInteger = UInt8(ascii: "I")
  static let float = UInt8(ascii: "d")
  static let complex = UInt8(ascii: "c")
  static let text = UInt8(ascii: "s")
  static let longText = UInt8(ascii: "S")
  static let bytes = UInt8(ascii: "b")
  static let longBytes = UInt8(ascii: "B")
  static let byteArray = UInt8(ascii: "a")
  static let longByteArray = UInt8(ascii: "A")
  static let tuple = UInt8(ascii: "(")
  static let list = UInt8(ascii: "[")
  static let dictionary = UInt8(ascii: "{")
  static let set = UInt8(ascii: "<")
  static let frozenSet = UInt8(ascii: ">")
  static let slice = UInt8(ascii: ":")
  static let levelsUp = UInt8(ascii: "^")
  static let longContainer = UInt8(ascii: "#")
  static let exotic = UInt8(ascii: "x")
  static let file = UInt8(ascii: "/")
  static let call = UInt8(ascii: "*")
  static let hole = UInt8(ascii: "?")
  static let uncounted = UInt8(ascii: "_")
}

/// Where an encoding stops to hold a value and holds its digest instead.
enum EncodingLimit {
  /// The longest text or bytes held in full.
  static let fieldByteCount = 65_536
  /// The longest container held in full.
  static let containerByteCount = 4_096
  /// The deepest nesting that is looked into.
  static let depth = 500
}
