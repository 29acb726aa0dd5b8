/**
 * @typedef {object} Mount
 * @property {string} mountPoint
 * @property {string} device major:minor, the same for all mounts of one file system
 * @property {string} type
 * @property {boolean} readOnly
 * @property {boolean} network lives on another machine, so it may never answer
 */

const NETWORK = new Set(
  'nfs nfs4 cifs smb3 smbfs ncpfs 9p virtiofs afs ceph glusterfs lustre gpfs ocfs2 davfs beegfs'.split(
    ' '
  )
)
const LOCAL = new Set(
  'ext2 ext3 ext4 xfs btrfs zfs f2fs jfs reiserfs bcachefs nilfs2 ubifs jffs2 vfat exfat msdos ntfs ntfs3 hfsplus ufs fuseblk'.split(
    ' '
  )
)
const FUSE_ON_DISK = new Set(['fuse.mergerfs', 'fuse.ntfs-3g', 'fuse.exfat', 'fuse.unionfs'])
const FUSE_ON_NETWORK = new Set(
  'fuse.sshfs fuse.glusterfs fuse.ceph fuse.cephfs fuse.s3fs fuse.rclone fuse.davfs fuse.curlftpfs'.split(
    ' '
  )
)
/** Container engines mount these single files of the machine's disk into every container. */
const FILES_OF_CONTAINERS = new Set(['/etc/hosts', '/etc/hostname', '/etc/resolv.conf'])

/**
 * The file systems that hold files of people and programs, each once: of several mounts of one device the
 * whole before a part, then the one with the shortest path.
 * @param {string} text what `/proc/self/mountinfo` holds
 * @returns {Mount[]} those of this machine first
 */
export function parseMounts(text) {
  /** @type {Map<string, ReturnType<typeof parseLine>>} the last mount on a path hides those before it */
  const byPath = new Map()
  for (const line of text.split('\n')) {
    const mount = line === '' ? null : parseLine(line)
    if (mount) byPath.set(mount.mountPoint, mount)
  }
  /** @type {Map<string, NonNullable<ReturnType<typeof parseLine>>>} */
  const byDevice = new Map()
  for (const mount of byPath.values()) {
    if (!mount || !isReal(mount)) continue
    const other = byDevice.get(mount.device)
    if (!other || isBetter(mount, other)) byDevice.set(mount.device, mount)
  }
  const found = [...byDevice.values()].map(({ root: _root, ...mount }) => mount)
  return found.sort((a, b) => Number(a.network) - Number(b.network))
}

/**
 * `36 35 98:0 /root /mount/point rw,noatime master:1 - ext4 /dev/sda1 rw,errors=continue`; the number of
 * fields before the dash differs.
 * @param {string} line
 */
function parseLine(line) {
  const [before, after] = line.split(' - ')
  const [, , device, root, mountPoint, options] = before.split(' ')
  const [type, , superOptions = ''] = (after ?? '').split(' ')
  if (!mountPoint || !options || !type) return null
  return {
    mountPoint: decode(mountPoint),
    root: decode(root),
    device,
    type,
    readOnly: hasOption(options, 'ro') || hasOption(superOptions, 'ro'),
    network: NETWORK.has(type) || FUSE_ON_NETWORK.has(type),
  }
}

/** @param {{ type: string, mountPoint: string, network: boolean }} mount */
function isReal({ type, mountPoint, network }) {
  if (FILES_OF_CONTAINERS.has(mountPoint)) return false
  if (type === 'overlay') return mountPoint === '/'
  return network || LOCAL.has(type) || FUSE_ON_DISK.has(type)
}

/** @param {{ root: string, mountPoint: string }} mount @param {{ root: string, mountPoint: string }} other */
function isBetter(mount, other) {
  if (mount.root !== other.root && (mount.root === '/' || other.root === '/'))
    return mount.root === '/'
  return mount.mountPoint.length < other.mountPoint.length
}

/** Space, tab, line end and backslash are written as octal numbers, of bytes. @param {string} path */
function decode(path) {
  return path.replace(/\\([0-7]{3})/g, (_all, octal) => String.fromCharCode(parseInt(octal, 8)))
}

/** @param {string} options @param {string} option */
function hasOption(options, option) {
  return options.split(',').includes(option)
}
