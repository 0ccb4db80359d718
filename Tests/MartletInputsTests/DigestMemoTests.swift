import Glibc
import MartletBytes
import MartletTesting
import Testing

@testable import MartletInputs

@Suite struct DigestMemos {
  let folder = TemporaryFolder()

  var path: String { "\(folder.path)/files" }

  static func record(_ number: Int) -> MemoRecord {
    let stamp = FileStamp(
      device: 1, inode: UInt64(number), byteCount: number, modified: number, changed: number)
    let bytes = [UInt8](repeating: UInt8(truncatingIfNeeded: number), count: 3)
    return MemoRecord(.content, stamp, unsafe SHA256.hash(bytes.span.bytes))
  }

  // A memo is a file format: these bytes must stay.
  @Test func `a record's bytes are pinned`() {
    let stamp = FileStamp(device: 1, inode: 2, byteCount: 3, modified: 4, changed: 5)
    var bytes = GrowingBytes()
    let uuid = FileUUID(words: (6, 7))
    MemoRecord(.root, stamp, Digest(), uuid: uuid).append(to: &bytes)
    let digest = unsafe SHA256.hash(bytes.storage)
    #expect(bytes.count == MemoRecord.byteCount)
    #expect(digest.hex == "5929e89ca4bc6e78fed9c94cf9f5330ac1ceedfdc265148bbeb765480f2d17be")
  }

  @Test func `what one memo wrote another one reads`() {
    let memo = DigestMemo(folder: path)
    memo.remember([Self.record(1), Self.record(2)])
    let other = DigestMemo(folder: path)
    let stamps = [Self.record(1).stamp, Self.record(2).stamp, Self.record(3).stamp]
    let found = other.identities(of: stamps)
    #expect(found == [Self.record(1).identity, Self.record(2).identity, nil])
    memo.remember([Self.record(3)])
    #expect(other.identities(of: stamps)[2] == nil)
    other.refresh()
    #expect(other.identities(of: stamps)[2] == Self.record(3).identity)
  }

  @Test func `torn and foreign bytes between records are passed over`() throws {
    DigestMemo(folder: path).remember([Self.record(1)])
    for length in [1, 7, 100, 127, 128, 300] {
      append([UInt8](repeating: 0x4D, count: length))
      DigestMemo(folder: path).remember([Self.record(length + 2)])
      let found = DigestMemo(folder: path).identities(of: [
        Self.record(1).stamp, Self.record(length + 2).stamp,
      ])
      #expect(found == [Self.record(1).identity, Self.record(length + 2).identity])
    }
  }

  @Test func `a flipped bit loses that record only`() throws {
    let memo = DigestMemo(folder: path)
    memo.remember([Self.record(1), Self.record(2)])
    let file = unsafe open("\(path)/digests-1", O_RDWR)
    defer { close(file) }
    for offset in 0..<MemoRecord.byteCount {
      var byte: UInt8 = 0
      unsafe pread(file, &byte, 1, off_t(offset))
      byte ^= 4
      unsafe pwrite(file, &byte, 1, off_t(offset))
      let found = DigestMemo(folder: path).identities(of: [
        Self.record(1).stamp, Self.record(2).stamp,
      ])
      #expect(found == [nil, Self.record(2).identity])
      byte ^= 4
      unsafe pwrite(file, &byte, 1, off_t(offset))
    }
  }

  @Test func `a memo that others can write to is not used`() {
    DigestMemo(folder: path).remember([Self.record(1)])
    unsafe chmod("\(path)/digests-1", 0o622)
    #expect(DigestMemo(folder: path).identities(of: [Self.record(1).stamp]) == [nil])
  }

  @Test func `a link in the memo's place is not followed`() {
    unsafe mkdir(path, 0o700)
    unsafe symlink("\(folder.path)/victim", "\(path)/digests-1")
    DigestMemo(folder: path).remember([Self.record(1)])
    #expect(unsafe access("\(folder.path)/victim", F_OK) != 0)
  }

  @Test func `only its user gets at the memo`() {
    DigestMemo(folder: path).remember([Self.record(1)])
    var status = stat()
    unsafe stat(path, &status)
    #expect(status.st_mode & 0o777 == 0o700)
    unsafe stat("\(path)/digests-1", &status)
    #expect(status.st_mode & 0o777 == 0o600)
  }

  @Test func `the first content of a UUID keeps it, also in other sessions`() {
    let uuid = FileUUID(words: (1, 2))
    let (first, second) = (Self.record(1).identity, Self.record(2).identity)
    let memo = DigestMemo(folder: path)
    #expect(memo.admits(uuid, first))
    memo.remember([MemoRecord(.root, Self.record(1).stamp, first, uuid: uuid)])
    #expect(!DigestMemo(folder: path).admits(uuid, second))
    #expect(DigestMemo(folder: path).admits(uuid, first))
  }

  private func append(_ bytes: [UInt8]) {
    let file = unsafe open("\(path)/digests-1", O_WRONLY | O_APPEND)
    defer { close(file) }
    unsafe bytes.withUnsafeBytes { bytes in
      _ = unsafe write(file, bytes.baseAddress, bytes.count)
    }
  }
}

extension DigestMemo {
  fileprivate func identities(of stamps: [FileStamp]) -> [Digest?] {
    let known = known(.usual)
    return stamps.map { known[$0] }
  }
}
