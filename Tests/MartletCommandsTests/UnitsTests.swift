import Testing

@testable import MartletCommands

@Suite struct UnitsTests {
  @Test(arguments: [
    (0, "0 B"), (999, "999 B"), (1000, "1 kB"), (1_550, "1.6 kB"), (50_000_000_000, "50 GB"),
    (123_456_789, "123 MB"), (Int.max, "9223 PB"),
  ])
  func `bytes have the unit that people read`(count: Int, text: String) {
    #expect(Units.bytes(count) == text)
  }

  @Test(arguments: [
    (0.0000005, "0.5 us"), (0.35, "350 ms"), (12.34, "12.3 s"), (252, "4.2 min"), (7200, "2 h"),
    (-1e300, "-1e+306 us"), (.infinity, "inf h"),
  ])
  func `seconds have the unit that people read`(seconds: Double, text: String) {
    #expect(Units.seconds(seconds) == text)
  }

  @Test(arguments: [
    ("50GB", 50_000_000_000), ("1.5 TiB", 1_649_267_441_664), ("1000", 1000), ("2k", nil),
    ("", nil),
    ("-1GB", nil), ("99999999999PB", nil),
  ])
  func `a size is read with its unit or not at all`(text: String, count: Int?) {
    #expect(Units.byteCount(text) == count)
  }

  @Test(arguments: [
    ("30d", 2_592_000), ("12h", 43_200), ("x", nil), ("-3d", nil), ("9223372036854775807w", nil),
  ])
  func `an age is read with its unit or not at all`(text: String, seconds: Int?) {
    #expect(Units.duration(text) == seconds)
  }

  // GNU date -u -d @N
  @Test(arguments: [
    (0, "1970-01-01 00:00"), (951_782_400, "2000-02-29 00:00"), (1_798_761_599, "2026-12-31 23:59"),
  ])
  func `a date is that of the calendar`(seconds: Int, text: String) {
    #expect(Units.date(seconds) == text)
  }

  @Test func `a date in JSON is told to the second`() {
    #expect(Units.timestamp(1_798_761_599) == "2026-12-31T23:59:59Z")
  }
}
