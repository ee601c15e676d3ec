/**
 * All kernels, compiled into one WebAssembly module.
 *
 * Memory belongs to the caller: every kernel is given addresses and sizes, none allocates. Loads may reach 16 bytes
 * beyond the end of what they are given (vectors and whole words), so the caller leaves that room behind every region.
 * Constants of the kernels themselves lie below address 4096.
 */

export { clearTable, openTable, tableKeys } from "./table";
export { openDistinct } from "./table-distinct";
export { lowerBound, sortTable } from "./table-order";
export {
  digestHigh,
  digestLow,
  recordsEnd,
  rowKey,
  rowKeyLength,
  rowValue,
  rowValueLength,
  writeRecords,
} from "./table-records";
export { listLength, openList, readRecords, readStatus } from "./reading";
export { openFolding } from "./folding";
export { openTail } from "./tail";
export { foldedWords, words } from "./words";
export { lines } from "./lines";
export { firsts, pairs } from "./pairs";
export { literalHits } from "./literal";
export { crcFold, crcLeave } from "./crc-fold";
export { scanHigh, scanLow, scanRecords } from "./record-scan";
export { linesArena, linesTaken, takeLines } from "./record-lines";
export {
  bucketsBegin,
  bucketsClear,
  bucketsFree,
  bucketsStatus,
  bucketsTaken,
  takeIntoBuckets,
} from "./record-buckets";
export {
  firstNotBefore,
  hashPartitions,
  sortAll,
  sortBegin,
  sortBucket,
  sortPartitions,
} from "./record-sort";
export { gather, gatherEnd, gatherHigh, gatherLow } from "./record-gather";
export {
  merge,
  mergeBegin,
  mergeForget,
  mergeGroupLength,
  mergeHeldEnd,
  mergeHeldStart,
  mergeHigh,
  mergeInGroup,
  mergeLow,
  mergeOn,
  mergeOut,
  mergeRecords,
  mergeSkip,
  mergeValueEnd,
  mergeValueStart,
} from "./run-merge";
export { mergeBlock, mergeBuild, mergeDisorder, mergeEnded, mergeReplay } from "./run-tree";
export {
  decodeSortable,
  encodeSortable,
  sortableEnd,
  sortableOrder,
} from "./sortable-lines";
export { fields } from "./fields";
export { csv } from "./csv";
export { jsonl } from "./jsonl";
export { accessLog } from "./access-log";
