/** One field of a form; with a file name, a file. Names are ours and plain: nothing is escaped. */
export interface FormPart {
  name: string
  fileName?: string
  content: Buffer | string
}

/** @returns the body of a `multipart/form-data` request, whole: its length is known before it is sent */
export function multipartOf(boundary: string, parts: FormPart[]): Buffer {
  const pieces = parts.flatMap(({ name, fileName, content }) => {
    const file =
      fileName === undefined
        ? ''
        : `; filename="${fileName}"\r\nContent-Type: application/octet-stream`
    const head = `--${boundary}\r\nContent-Disposition: form-data; name="${name}"${file}\r\n\r\n`
    return [Buffer.from(head), Buffer.from(content as Buffer), Buffer.from('\r\n')]
  })
  return Buffer.concat([...pieces, Buffer.from(`--${boundary}--\r\n`)])
}
