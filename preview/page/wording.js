// @ts-check

/**
 * The languages of the page besides English, in the order of the translations below.
 *
 * @type {readonly string[]}
 */
const languages = ['de', 'fr', 'es', 'zh'];

/**
 * The page's own sentences by their English wording, in Discord's words where it has them. What the bot says comes in
 * its own translation.
 *
 * @satisfies {Record<string, readonly [de: string, fr: string, es: string, zh: string]>}
 */
const sentences = /** @type {const} */ ({
  // around the messages
  'Skip to the message box': [
    'Zum Nachrichtenfeld springen',
    'Aller à la zone de message',
    'Ir al cuadro de mensaje',
    '跳转到消息输入框',
  ],
  'Local preview': ['Lokale Vorschau', 'Aperçu local', 'Vista previa local', '本地预览'],
  'Channels and members': ['Kanäle und Mitglieder', 'Salons et membres', 'Canales y miembros', '频道与成员'],
  'Channels and members, new messages': [
    'Kanäle und Mitglieder, neue Nachrichten',
    'Salons et membres, nouveaux messages',
    'Canales y miembros, mensajes nuevos',
    '频道与成员，有新消息',
  ],
  ', new messages': [', neue Nachrichten', ', nouveaux messages', ', mensajes nuevos', '，有新消息'],
  'Close the channel list': [
    'Kanalliste schließen',
    'Fermer la liste des salons',
    'Cerrar la lista de canales',
    '关闭频道列表',
  ],
  Channels: ['Kanäle', 'Salons', 'Canales', '频道'],
  'Threads of {channel}': [
    'Threads in {channel}',
    'Fils de {channel}',
    'Hilos de {channel}',
    '{channel} 的子区',
  ],
  'Back to #{channel}': [
    'Zurück zu #{channel}',
    'Retour à #{channel}',
    'Volver a #{channel}',
    '返回 #{channel}',
  ],
  Online: ['Online', 'En ligne', 'En línea', '在线'],
  Offline: ['Offline', 'Hors ligne', 'Sin conexión', '离线'],
  'Who you are': ['Wer du bist', 'Qui vous êtes', 'Quién eres', '你的身份'],
  'You are': ['Du bist', 'Vous êtes', 'Eres', '当前身份'],
  You: ['Du', 'Vous', 'Tú', '你'],
  Switch: ['Wechseln', 'Changer', 'Cambiar', '切换'],
  'an editor: may manage the server': [
    'Redaktion: darf den Server verwalten',
    'rédaction : peut gérer le serveur',
    'redacción: puede gestionar el servidor',
    '编辑：可以管理服务器',
  ],
  'a reader': ['liest mit', 'lecture', 'lectura', '读者'],
  'Light or dark': ['Hell oder dunkel', 'Clair ou sombre', 'Claro u oscuro', '浅色或深色'],
  'What is this?': ['Was ist das?', 'Qu’est-ce que c’est ?', '¿Qué es esto?', '这是什么？'],
  Welcome: ['Willkommen', 'Bienvenue', 'Te damos la bienvenida', '欢迎'],
  'A local preview of Discord.': [
    'Eine Vorschau von Discord auf deinem Rechner.',
    'Un aperçu local de Discord.',
    'Una vista previa local de Discord.',
    'Discord 的本地预览。',
  ],
  'Nothing leaves this machine. Type {slash} below or try one of these:': [
    'Nichts verlässt diesen Rechner. Tippe unten {slash} oder probiere eines davon:',
    'Rien ne quitte cette machine. Tapez {slash} ci-dessous ou essayez ceci :',
    'Nada sale de este equipo. Escribe {slash} abajo o prueba algo de esto:',
    '任何内容都不会离开这台电脑。在下方输入 {slash}，或试试这些命令：',
  ],
  'Close the welcome': [
    'Begrüßung schließen',
    'Fermer le message de bienvenue',
    'Cerrar la bienvenida',
    '关闭欢迎信息',
  ],
  '{bot} is offline. What you write is kept, but nobody answers until it is back.': [
    '{bot} ist offline. Was du schreibst, bleibt erhalten, aber bis zur Rückkehr antwortet niemand.',
    '{bot} est hors ligne. Ce que vous écrivez est conservé, mais personne ne répond avant son retour.',
    '{bot} está sin conexión. Lo que escribas se guarda, pero nadie responde hasta que vuelva.',
    '{bot} 已离线。你写的内容会保留，但在它恢复之前无人回答。',
  ],
  'The bot': ['Der Bot', 'Le bot', 'El bot', '机器人'],
  'the bot': ['der Bot', 'le bot', 'el bot', '机器人'],
  'No connection to the preview. Is it still running? This page connects again by itself.': [
    'Keine Verbindung zur Vorschau. Läuft sie noch? Diese Seite verbindet sich von selbst wieder.',
    'Pas de connexion à l’aperçu. Est-il toujours lancé ? Cette page se reconnecte toute seule.',
    'No hay conexión con la vista previa. ¿Sigue en marcha? Esta página se vuelve a conectar sola.',
    '与预览的连接已断开。它还在运行吗？本页会自动重新连接。',
  ],
  'The preview cannot be reached. Is it still running?': [
    'Die Vorschau ist nicht erreichbar. Läuft sie noch?',
    'L’aperçu est injoignable. Est-il toujours lancé ?',
    'No se puede contactar con la vista previa. ¿Sigue en marcha?',
    '无法连接到预览。它还在运行吗？',
  ],
  'The preview gave no answer.': [
    'Die Vorschau hat nicht geantwortet.',
    'L’aperçu n’a pas répondu.',
    'La vista previa no ha respondido.',
    '预览没有响应。',
  ],
  'The file is too large: Discord takes at most 10 MB.': [
    'Die Datei ist zu groß: Discord nimmt höchstens 10 MB.',
    'Le fichier est trop volumineux : Discord accepte 10 Mo au plus.',
    'El archivo es demasiado grande: Discord acepta 10 MB como máximo.',
    '文件太大：Discord 最多接受 10 MB。',
  ],
  'The file could not be taken.': [
    'Die Datei konnte nicht übernommen werden.',
    'Le fichier n’a pas pu être pris en compte.',
    'No se ha podido usar el archivo.',
    '无法接收该文件。',
  ],

  // messages
  Messages: ['Nachrichten', 'Messages', 'Mensajes', '消息'],
  'New messages below. Jump to the latest': [
    'Neue Nachrichten unten. Zur neuesten springen',
    'Nouveaux messages plus bas. Aller au dernier',
    'Mensajes nuevos abajo. Ir al último',
    '下方有新消息。跳转到最新消息',
  ],
  'Welcome to #{channel}': [
    'Willkommen bei #{channel}',
    'Bienvenue dans #{channel}',
    'Te damos la bienvenida a #{channel}',
    '欢迎来到 #{channel}',
  ],
  'These are your direct messages with {bot}. What you write here is a question to it.': [
    'Das sind deine Direktnachrichten mit {bot}. Was du hier schreibst, ist eine Frage an den Bot.',
    'Ce sont vos messages privés avec {bot}. Ce que vous écrivez ici est une question pour le bot.',
    'Estos son tus mensajes directos con {bot}. Lo que escribas aquí es una pregunta para el bot.',
    '这是你与 {bot} 的私信。你在这里写的内容就是向它提出的问题。',
  ],
  'This is a forum: every post is a thread of its own. To open one, use /discuss in a channel and choose this forum.':
    [
      'Das ist ein Forum: Jeder Beitrag ist ein eigener Thread. Um einen zu öffnen, verwende /discuss in einem Kanal und wähle dieses Forum.',
      'Ceci est un forum : chaque publication est un fil. Pour en ouvrir un, utilisez /discuss dans un salon et choisissez ce forum.',
      'Esto es un foro: cada publicación es un hilo propio. Para abrir uno, usa /discuss en un canal y elige este foro.',
      '这是一个论坛：每个帖子都是独立的子区。要新建一个，请在频道中使用 /discuss 并选择此论坛。',
    ],
  'This is a thread. What you write here, {bot} can answer.': [
    'Das ist ein Thread. Was du hier schreibst, kann {bot} beantworten.',
    'Ceci est un fil. {bot} peut répondre à ce que vous écrivez ici.',
    'Esto es un hilo. {bot} puede responder a lo que escribas aquí.',
    '这是一个子区。{bot} 可以回答你在这里写的内容。',
  ],
  'This is the start of the #{channel} channel. Type / below to see what {bot} can do.': [
    'Hier beginnt der Kanal #{channel}. Tippe unten /, um zu sehen, was {bot} kann.',
    'C’est le début du salon #{channel}. Tapez / ci-dessous pour voir ce que {bot} sait faire.',
    'Aquí empieza el canal #{channel}. Escribe / abajo para ver lo que sabe hacer {bot}.',
    '这是 #{channel} 频道的开始。在下方输入 / 查看 {bot} 能做什么。',
  ],
  '{who} used {command}': [
    '{who} hat {command} verwendet',
    '{who} a utilisé {command}',
    '{who} ha usado {command}',
    '{who} 使用了 {command}',
  ],
  '{who} started a thread': [
    '{who} hat einen Thread gestartet',
    '{who} a lancé un fil',
    '{who} ha iniciado un hilo',
    '{who} 创建了一个子区',
  ],
  '{who} is thinking…': ['{who} denkt nach…', '{who} réfléchit…', '{who} está pensando…', '{who} 正在思考…'],
  'Sending command…': [
    'Befehl wird gesendet…',
    'Envoi de la commande…',
    'Enviando comando…',
    '正在发送命令…',
  ],
  'The application did not respond': [
    'Die Anwendung hat nicht reagiert',
    'L’application n’a pas répondu',
    'La aplicación no ha respondido',
    '应用程序未响应',
  ],
  'This interaction failed': [
    'Diese Interaktion ist fehlgeschlagen',
    'Échec de l’interaction',
    'Esta interacción ha fallado',
    '此交互失败',
  ],
  'Only you can see this': [
    'Nur du kannst das sehen',
    'Vous seul pouvez voir ceci',
    'Solo tú puedes ver esto',
    '只有你才能看到这条消息',
  ],
  'Dismiss message': ['Nachricht verwerfen', 'Rejeter le message', 'Descartar mensaje', '忽略此消息'],
  '(edited)': ['(bearbeitet)', '(modifié)', '(editado)', '(已编辑)'],
  'Original message was deleted': [
    'Die ursprüngliche Nachricht wurde gelöscht',
    'Le message d’origine a été supprimé',
    'El mensaje original se ha eliminado',
    '原消息已被删除',
  ],
  'Replies to {who}': ['Antwort auf {who}', 'Réponse à {who}', 'Respuesta a {who}', '回复 {who}'],
  'Click to see attachment': [
    'Klicke, um den Anhang zu sehen',
    'Cliquez pour voir la pièce jointe',
    'Haz clic para ver el archivo adjunto',
    '点击查看附件',
  ],
  'A message without text': [
    'Eine Nachricht ohne Text',
    'Un message sans texte',
    'Un mensaje sin texto',
    '没有文字的消息',
  ],
  Reply: ['Antworten', 'Répondre', 'Responder', '回复'],
  'Reply to {who}': ['{who} antworten', 'Répondre à {who}', 'Responder a {who}', '回复 {who}'],
  Apps: ['Apps', 'Applications', 'Aplicaciones', 'APP'],
  'The bot does nothing with messages.': [
    'Der Bot kann mit Nachrichten nichts tun.',
    'Le bot ne fait rien avec les messages.',
    'El bot no hace nada con los mensajes.',
    '机器人不处理消息。',
  ],
  Thread: ['Thread', 'Fil', 'Hilo', '子区'],
  'See thread': ['Thread ansehen', 'Voir le fil', 'Ver hilo', '查看子区'],
  '1 message': ['1 Nachricht', '1 message', '1 mensaje', '1 条消息'],
  '{count} messages': ['{count} Nachrichten', '{count} messages', '{count} mensajes', '{count} 条消息'],
  'There are no recent messages in this thread.': [
    'In diesem Thread gibt es keine neuen Nachrichten.',
    'Il n’y a aucun message récent dans ce fil.',
    'No hay mensajes recientes en este hilo.',
    '此子区中没有最近的消息。',
  ],
  'Today at {time}': ['heute um {time}', 'Aujourd’hui à {time}', 'hoy a las {time}', '今天 {time}'],
  'Yesterday at {time}': ['gestern um {time}', 'Hier à {time}', 'ayer a las {time}', '昨天 {time}'],
  Spoiler: ['Spoiler', 'Spoiler', 'Spoiler', '剧透'],
  'Spoiler, press to show': [
    'Spoiler, zum Anzeigen drücken',
    'Spoiler, appuyer pour afficher',
    'Spoiler, pulsa para mostrar',
    '剧透，按下显示',
  ],
  'unknown-user': ['unbekannter-nutzer', 'utilisateur-inconnu', 'usuario-desconocido', '未知用户'],
  'deleted-role': ['gelöschte-rolle', 'rôle-supprimé', 'rol-eliminado', '已删除的身份组'],
  unknown: ['unbekannt', 'inconnu', 'desconocido', '未知'],
  'Go to the message': ['Zur Nachricht', 'Aller au message', 'Ir al mensaje', '跳转到消息'],
  '{channel} › message': [
    '{channel} › Nachricht',
    '{channel} › message',
    '{channel} › mensaje',
    '{channel} › 消息',
  ],
  Thumbnail: ['Miniaturbild', 'Miniature', 'Miniatura', '缩略图'],
  Image: ['Bild', 'Image', 'Imagen', '图片'],
  File: ['Datei', 'Fichier', 'Archivo', '文件'],
  '{count} bytes': ['{count} Byte', '{count} octets', '{count} bytes', '{count} 字节'],
  '{count} KB': ['{count} KB', '{count} Ko', '{count} KB', '{count} KB'],
  'not loaded: the preview asks no other host': [
    'nicht geladen: Die Vorschau fragt keinen anderen Host an',
    'non chargée : l’aperçu n’interroge aucun autre hôte',
    'no cargada: la vista previa no consulta otros servidores',
    '未加载：预览不访问其他主机',
  ],
  'A component of type {type} that this preview cannot show.': [
    'Eine Komponente vom Typ {type}, die diese Vorschau nicht zeigen kann.',
    'Un composant de type {type} que cet aperçu ne sait pas afficher.',
    'Un componente de tipo {type} que esta vista previa no puede mostrar.',
    '此预览无法显示的 {type} 型组件。',
  ],

  // the message box
  'Show the commands': ['Befehle zeigen', 'Afficher les commandes', 'Mostrar los comandos', '显示命令'],
  Commands: ['Befehle', 'Commandes', 'Comandos', '命令'],
  'Commands of {bot}': ['Befehle von {bot}', 'Commandes de {bot}', 'Comandos de {bot}', '{bot} 的命令'],
  '↑ ↓ to choose, Enter to take': [
    '↑ ↓ zum Auswählen, Enter zum Übernehmen',
    '↑ ↓ pour choisir, Entrée pour valider',
    '↑ ↓ para elegir, Intro para aceptar',
    '↑ ↓ 选择，Enter 确认',
  ],
  'No command is called that.': [
    'Kein Befehl heißt so.',
    'Aucune commande ne porte ce nom.',
    'Ningún comando se llama así.',
    '没有这个命令。',
  ],
  'The bot has not registered any commands yet.': [
    'Der Bot hat noch keine Befehle registriert.',
    'Le bot n’a pas encore enregistré de commandes.',
    'El bot aún no ha registrado ningún comando.',
    '机器人尚未注册任何命令。',
  ],
  Send: ['Senden', 'Envoyer', 'Enviar', '发送'],
  'Message {place}': [
    'Nachricht an {place}',
    'Envoyer un message dans {place}',
    'Enviar mensaje a {place}',
    '给 {place} 发消息',
  ],
  'Message {place}, or type / for commands': [
    'Nachricht an {place}, oder tippe / für Befehle',
    'Envoyer un message dans {place}, ou tapez / pour les commandes',
    'Enviar mensaje a {place}, o escribe / para ver los comandos',
    '给 {place} 发消息，或输入 / 使用命令',
  ],
  'Your message has {count} characters; Discord takes {most}.': [
    'Deine Nachricht hat {count} Zeichen; Discord nimmt {most}.',
    'Votre message compte {count} caractères ; Discord en accepte {most}.',
    'Tu mensaje tiene {count} caracteres; Discord acepta {most}.',
    '你的消息有 {count} 个字符；Discord 最多接受 {most} 个。',
  ],
  'Replying to {who}': ['Antwort an {who}', 'Réponse à {who}', 'Respondiendo a {who}', '正在回复 {who}'],
  'Do not reply': ['Nicht antworten', 'Ne pas répondre', 'No responder', '取消回复'],
  '{who} is typing…': [
    '{who} schreibt…',
    '{who} est en train d’écrire…',
    '{who} está escribiendo…',
    '{who} 正在输入…',
  ],
  '{who} are typing…': [
    '{who} schreiben…',
    '{who} sont en train d’écrire…',
    '{who} están escribiendo…',
    '{who} 正在输入…',
  ],
  'Several people are typing…': [
    'Mehrere Leute schreiben…',
    'Plusieurs personnes sont en train d’écrire…',
    'Varias personas están escribiendo…',
    '多人正在输入…',
  ],
  'Command {command}': ['Befehl {command}', 'Commande {command}', 'Comando {command}', '命令 {command}'],
  '{command}: press Enter to send': [
    '{command}: Enter drücken zum Senden',
    '{command} : appuyez sur Entrée pour envoyer',
    '{command}: pulsa Intro para enviar',
    '{command}：按 Enter 发送',
  ],
  'Enter to send': ['Enter zum Senden', 'Entrée pour envoyer', 'Intro para enviar', '按 Enter 发送'],
  Required: ['Erforderlich', 'Obligatoire', 'Obligatorio', '必填'],
  '{option}: {description}': [
    '{option}: {description}',
    '{option} : {description}',
    '{option}: {description}',
    '{option}：{description}',
  ],
  'Add {option}: {description}': [
    '{option} hinzufügen: {description}',
    'Ajouter {option} : {description}',
    'Añadir {option}: {description}',
    '添加 {option}：{description}',
  ],
  'Leave out {option}': ['{option} weglassen', 'Retirer {option}', 'Quitar {option}', '移除 {option}'],
  '{description} (optional)': [
    '{description} (optional)',
    '{description} (facultatif)',
    '{description} (opcional)',
    '{description}（可选）',
  ],
  'Choose a file': ['Datei auswählen', 'Choisir un fichier', 'Elegir un archivo', '选择文件'],
  '{field}: choose a file': [
    '{field}: Datei auswählen',
    '{field} : choisir un fichier',
    '{field}: elegir un archivo',
    '{field}：选择文件',
  ],
  '{field}: choose files': [
    '{field}: Dateien auswählen',
    '{field} : choisir des fichiers',
    '{field}: elegir archivos',
    '{field}：选择文件',
  ],
  True: ['Wahr', 'Vrai', 'Verdadero', '是'],
  False: ['Falsch', 'Faux', 'Falso', '否'],
  'Loading options…': [
    'Optionen werden geladen…',
    'Chargement des options…',
    'Cargando opciones…',
    '正在加载选项…',
  ],
  'Loading options failed.': [
    'Die Optionen konnten nicht geladen werden.',
    'Échec du chargement des options.',
    'No se han podido cargar las opciones.',
    '加载选项失败。',
  ],
  'No options match your search.': [
    'Keine Option passt zu deiner Suche.',
    'Aucune option ne correspond à votre recherche.',
    'Ninguna opción coincide con tu búsqueda.',
    '没有匹配的选项。',
  ],
  'This option is required.': [
    'Diese Option ist erforderlich.',
    'Cette option est obligatoire.',
    'Esta opción es obligatoria.',
    '此选项为必填项。',
  ],
  'Pick one of the choices.': [
    'Wähle eine der Möglichkeiten.',
    'Choisissez l’une des propositions.',
    'Elige una de las opciones.',
    '请选择其中一项。',
  ],
  'Enter a number.': ['Gib eine Zahl ein.', 'Saisis un nombre.', 'Escribe un número.', '请输入数字。'],
  'Enter a whole number.': [
    'Gib eine ganze Zahl ein.',
    'Saisis un nombre entier.',
    'Escribe un número entero.',
    '请输入整数。',
  ],
  'At least {count}.': ['Mindestens {count}.', 'Au moins {count}.', 'Como mínimo {count}.', '至少 {count}。'],
  'At most {count}.': ['Höchstens {count}.', 'Au plus {count}.', 'Como máximo {count}.', '最多 {count}。'],
  'At least {count} characters.': [
    'Mindestens {count} Zeichen.',
    'Au moins {count} caractères.',
    'Como mínimo {count} caracteres.',
    '至少 {count} 个字符。',
  ],
  'At most {count} characters.': [
    'Höchstens {count} Zeichen.',
    'Au plus {count} caractères.',
    'Como máximo {count} caracteres.',
    '最多 {count} 个字符。',
  ],

  // menus and forms
  'Make a selection': ['Triff eine Auswahl', 'Faites un choix', 'Elige una opción', '请选择'],
  Done: ['Fertig', 'Terminé', 'Listo', '完成'],
  Submit: ['Absenden', 'Envoyer', 'Enviar', '提交'],
  Cancel: ['Abbrechen', 'Annuler', 'Cancelar', '取消'],
  Close: ['Schließen', 'Fermer', 'Cerrar', '关闭'],
  'This field is required.': [
    'Dieses Feld ist erforderlich.',
    'Ce champ est obligatoire.',
    'Este campo es obligatorio.',
    '此字段为必填项。',
  ],
  'Must have at least {count} characters.': [
    'Muss mindestens {count} Zeichen haben.',
    'Doit compter au moins {count} caractères.',
    'Debe tener al menos {count} caracteres.',
    '至少需要 {count} 个字符。',
  ],
  'Choose at least {count}.': [
    'Wähle mindestens {count}.',
    'Choisissez-en au moins {count}.',
    'Elige al menos {count}.',
    '至少选择 {count} 项。',
  ],
  'Choose at most {count}.': [
    'Wähle höchstens {count}.',
    'Choisissez-en au plus {count}.',
    'Elige {count} como máximo.',
    '最多选择 {count} 项。',
  ],
  'up to {count}': ['bis zu {count}', '{count} au plus', 'hasta {count}', '最多 {count} 个'],
  'Drop a file here or {browse}': [
    'Datei hier ablegen oder {browse}',
    'Déposez un fichier ici ou {browse}',
    'Suelta un archivo aquí o {browse}',
    '将文件拖到此处，或{browse}',
  ],
  'Drop files here or {browse}': [
    'Dateien hier ablegen oder {browse}',
    'Déposez des fichiers ici ou {browse}',
    'Suelta archivos aquí o {browse}',
    '将文件拖到此处，或{browse}',
  ],
  browse: ['durchsuchen', 'parcourez vos dossiers', 'búscalo', '浏览'],
  'Remove {file}': ['{file} entfernen', 'Retirer {file}', 'Quitar {file}', '移除 {file}'],
  '“{file}” is of another type than {types}.': [
    '„{file}“ hat einen anderen Typ als {types}.',
    '« {file} » est d’un autre type que {types}.',
    '«{file}» es de un tipo distinto de {types}.',
    '“{file}”的类型不是 {types}。',
  ],
});

/** @typedef {keyof typeof sentences} Sentence */

/**
 * The first of the browser's languages that the page has, as a tag for `Intl`: `fr-CA`. English if it has none.
 */
export const locale =
  navigator.languages.find(tag => languageOf(tag) === 'en' || indexOf(tag) >= 0) ?? 'en-GB';

/** The language of the page for its `lang` attribute; its Chinese is simplified. */
export const language = languageOf(locale) === 'zh' ? 'zh-Hans' : languageOf(locale);

/** @param {string} tag */
function languageOf(tag) {
  return tag.split('-')[0]?.toLowerCase() ?? '';
}

/** @param {string} tag */
function indexOf(tag) {
  return languages.indexOf(languageOf(tag));
}

/**
 * A sentence in the page's language, with its `{name}` placeholders filled in.
 *
 * @param {Sentence} sentence
 * @param {Record<string, string | number>} [values]
 */
export function t(sentence, values = {}) {
  return translate(sentence).replaceAll(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ''));
}

/**
 * Like `t`, with elements in the place of its placeholders.
 *
 * @param {Sentence} sentence
 * @param {Record<string, Node>} nodes
 * @returns {(Node | string)[]}
 */
export function phrase(sentence, nodes) {
  return translate(sentence)
    .split(/\{(\w+)\}/)
    .map((part, index) => (index % 2 === 1 ? (nodes[part] ?? '') : part))
    .filter(part => part !== '');
}

/**
 * The translation of a text that may be one of the page's sentences; any other is returned as it is.
 *
 * @param {string} text
 * @returns {string}
 */
export function translate(text) {
  const known = Object.hasOwn(sentences, text) ? sentences[/** @type {Sentence} */ (text)] : undefined;
  return known?.[indexOf(locale)] ?? text;
}

/** @param {readonly string[]} names */
export function listNames(names) {
  return new Intl.ListFormat(locale).format(names);
}
