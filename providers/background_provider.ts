export default class BackgroundProvider {}
