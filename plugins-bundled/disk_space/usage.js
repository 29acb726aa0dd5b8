/**
 * @typedef {object} Usage
 * @property {number} usedPercent as `df` counts it, not rounded: space kept for root is not available
 * @property {number} availableBytes what an ordinary user can still write
 * @property {number} sizeBytes
 * @property {number | null} inodesUsedPercent null where the file system has no fixed number of inodes
 */

/**
 * @param {{ bsize: number, blocks: number, bfree: number, bavail: number, files: number, ffree: number }} stats
 * @returns {Usage | null} null for a file system without a size
 */
export function usageOf({ bsize, blocks, bfree, bavail, files, ffree }) {
  const used = blocks - bfree
  // Some file systems report less than nothing once root has used what was kept for it.
  const available = Math.max(0, bavail)
  if (blocks <= 0 || used + available <= 0) return null
  return {
    usedPercent: (100 * used) / (used + available),
    availableBytes: available * bsize,
    sizeBytes: blocks * bsize,
    inodesUsedPercent: files > 0 && ffree <= files ? (100 * (files - ffree)) / files : null,
  }
}
